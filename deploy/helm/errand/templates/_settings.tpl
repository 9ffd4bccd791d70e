{{/*
The services read their settings from a file, because the names of lanes and providers may contain dashes, which names of
variables cannot distinguish from dots. The ordinal makes it override the jar, but not the variables, which contain the secrets.
*/}}
{{- define "errand.sharedSettings" -}}
config_ordinal=280
quarkus.management.port=9000
errand.database.url={{ include "errand.jdbcUrl" . }}
errand.broker={{ .Values.broker }}
{{- if include "errand.usesRabbitmq" . }}
{{- $rabbitmq := include "errand.rabbitmq" . | fromYaml }}
{{- if not $rabbitmq.urlKey }}
errand.rabbitmq.url={{ $rabbitmq.scheme }}://${RABBITMQ_USERNAME}:${RABBITMQ_PASSWORD}@{{ include "errand.rabbitmqNodes" . }}/{{ $rabbitmq.virtualHost }}
{{- end }}
errand.rabbitmq.queue-prefix={{ .Values.rabbitmq.queuePrefix }}
{{- range include "errand.buckets" (dict "root" .) | fromYamlArray }}
errand.rabbitmq.tls={{ .name }}
{{- include "errand.bucketSettings" . }}
{{- end }}
{{- end }}
{{- with .Values.tracing }}
{{- if .endpoint }}
errand.tracing.endpoint={{ .endpoint }}
errand.tracing.protocol={{ .protocol }}
errand.tracing.sample={{ .sample }}
{{- end }}
{{- end }}
{{- range $name, $lane := .Values.lanes }}
errand.lanes.{{ $name }}.models={{ join "," $lane.models }}
errand.lanes.{{ $name }}.provider={{ default "openai" $lane.provider }}
errand.lanes.{{ $name }}.pool={{ default "default" $lane.pool }}
{{- with $lane.concurrency }}
errand.lanes.{{ $name }}.concurrency={{ int . }}
{{- end }}
{{- end }}
{{- if .Values.prices }}
errand.currency={{ .Values.currency }}
{{- end }}
{{- range $name, $price := .Values.prices }}
errand.prices.{{ $name }}.models={{ join "," $price.models }}
errand.prices.{{ $name }}.input={{ $price.input }}
{{- if hasKey $price "cachedInput" }}
errand.prices.{{ $name }}.cached-input={{ $price.cachedInput }}
{{- end }}
errand.prices.{{ $name }}.output={{ $price.output }}
{{- end }}
{{- end -}}

{{/* All other settings. Takes the map. */}}
{{- define "errand.otherSettings" -}}
{{- range $key, $value := . }}
{{ $key }}={{ $value }}
{{- end }}
{{- end -}}

{{- define "errand.apiSettings" -}}
{{ include "errand.sharedSettings" . }}
errand.database.migrate={{ or .Values.tryOut.enabled (eq .Values.migration.run "start") }}
errand.access=keys
errand.access.bootstrap-key-file=/etc/errand/access/{{ .Values.access.bootstrapKey.key }}
quarkus.shutdown.timeout={{ int .Values.api.shutdownSeconds }}S
{{- with .Values.files }}
errand.openai.files.store={{ .store }}
{{- if .s3.bucket }}
errand.openai.files.s3.bucket={{ .s3.bucket }}
errand.openai.files.s3.region={{ .s3.region }}
{{- with .s3.endpoint }}
errand.openai.files.s3.endpoint={{ . }}
{{- end }}
{{- with .s3.prefix }}
errand.openai.files.s3.prefix={{ . }}
{{- end }}
{{- range include "errand.filesBucket" $ | fromYamlArray }}
errand.openai.files.s3.tls={{ .name }}
{{- include "errand.bucketSettings" . }}
{{- end }}
{{- end }}
{{- end }}
{{- if .Values.api.tls.existingSecret }}
quarkus.http.tls-configuration-name=api
quarkus.tls.api.key-store.pem.own.cert=/etc/errand/tls/tls.crt
quarkus.tls.api.key-store.pem.own.key=/etc/errand/tls/tls.key
quarkus.tls.api.reload-period=1H
quarkus.http.insecure-requests=disabled
quarkus.http.ssl-port=8443
{{- end }}
{{- include "errand.otherSettings" .Values.api.settings }}
{{- end -}}

{{/* Takes a dict of root, pool (its name) and values (the pool's). */}}
{{- define "errand.workerSettings" -}}
{{ include "errand.sharedSettings" .root }}
errand.worker.pool={{ .pool }}
errand.worker.concurrency={{ int .values.concurrency }}
errand.worker.drain={{ int .values.drainSeconds }}S
{{- range $name := include "errand.providersOfPool" . | fromYamlArray }}
{{- $provider := get $.root.Values.providers $name }}
errand.providers.{{ $name }}.base-url={{ $provider.baseUrl }}
{{- if dig "apiKey" "existingSecret" "" $provider }}
errand.providers.{{ $name }}.api-key={{ printf "${%s}" (include "errand.providerVariable" $name) }}
{{- end }}
{{- $bucket := dict "name" (printf "provider-%s" $name) "tls" (default dict $provider.tls) }}
{{- if include "errand.usesBucket" $bucket }}
errand.providers.{{ $name }}.tls={{ $bucket.name }}
{{- include "errand.bucketSettings" $bucket }}
{{- end }}
{{- with $provider.connectTimeoutSeconds }}
errand.providers.{{ $name }}.connect-timeout={{ int . }}S
{{- end }}
{{- with $provider.idempotencyHeader }}
errand.providers.{{ $name }}.idempotency-header={{ . }}
{{- end }}
{{- end }}
{{- include "errand.otherSettings" .values.settings }}
{{- end -}}
