{{/* Rules about several values, which the schema cannot express: checked here, so that an error is reported before pods fail to start. */}}
{{- define "errand.checks" -}}
{{- if not .Values.lanes.default -}}
{{- fail "lanes.default cannot be removed: the services always have that lane. Set its models, provider and pool instead" -}}
{{- end -}}
{{- if not .Values.pools -}}{{- fail "pools must have at least one pool" -}}{{- end -}}
{{- $pools := list -}}
{{- $globs := dict -}}
{{- range $name, $lane := .Values.lanes -}}
{{- $pool := default "default" $lane.pool -}}
{{- $provider := default "openai" $lane.provider -}}
{{- $pools = append $pools $pool -}}
{{- if not (hasKey $.Values.pools $pool) -}}
{{- fail (printf "lanes.%s.pool is %s, but pools.%s does not exist: no worker would run its jobs" $name $pool $pool) -}}
{{- end -}}
{{- if not (hasKey $.Values.providers $provider) -}}
{{- fail (printf "lanes.%s.provider is %s, but providers.%s does not exist" $name $provider $provider) -}}
{{- end -}}
{{- range $glob := $lane.models -}}
{{- if hasKey $globs $glob -}}
{{- fail (printf "lanes.%s and lanes.%s both match the models %s" (get $globs $glob) $name $glob) -}}
{{- end -}}
{{- $_ := set $globs $glob $name -}}
{{- end -}}
{{- end -}}
{{- range $name, $_ := .Values.pools -}}
{{- if not (has $name $pools) -}}
{{- fail (printf "pools.%s has no lane, and a worker without a lane does not start: set pool of a lane to its name" $name) -}}
{{- end -}}
{{- $values := include "errand.pool" (dict "root" $ "pool" $name) | fromYaml -}}
{{- with $values.autoscaling -}}
{{- if gt (int .minReplicas) (int .maxReplicas) -}}
{{- fail (printf "the pool %s has autoscaling.minReplicas %d, more than maxReplicas %d" $name (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- if eq .kind "hpa" -}}
{{- if lt (int .minReplicas) 1 -}}
{{- fail (printf "the pool %s has autoscaling.minReplicas 0, which an HPA does not support: use kind keda, or at least 1" $name) -}}
{{- end -}}
{{- if not (or .cpuUtilization .busySlots) -}}
{{- fail (printf "the pool %s has autoscaling.kind hpa, but neither cpuUtilization nor busySlots" $name) -}}
{{- end -}}
{{- end -}}
{{- if and (eq .kind "keda") (has "rabbitmq" .triggers) (not (include "errand.usesRabbitmq" $)) -}}
{{- fail (printf "the pool %s has the trigger rabbitmq, but the broker is %s" $name $.Values.broker) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not .Values.tryOut.enabled -}}
{{- with .Values.database.auth -}}
{{- if not (or .existingSecret (and .username .password)) -}}
{{- fail "database.auth needs existingSecret, or username and password" -}}
{{- end -}}
{{- end -}}
{{- with .Values.rabbitmq.auth -}}
{{- if and (include "errand.usesRabbitmq" $) (not (or .existingSecret (and .username .password))) -}}
{{- fail "rabbitmq.auth needs existingSecret, or username and password" -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.files.store "s3") (not .Values.files.s3.bucket) -}}
{{- fail "files.store is s3, but files.s3.bucket is empty" -}}
{{- end -}}
{{- if and .Values.api.autoscaling.enabled (gt (int .Values.api.autoscaling.minReplicas) (int .Values.api.autoscaling.maxReplicas)) -}}
{{- fail "api.autoscaling.minReplicas is more than maxReplicas" -}}
{{- end -}}
{{- end -}}
