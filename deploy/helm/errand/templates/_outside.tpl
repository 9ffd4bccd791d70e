{{/* External dependencies of the services: database, broker, providers, and trusted CAs. */}}

{{/* The effective database settings, as YAML. */}}
{{- define "errand.database" -}}
{{- if .Values.tryOut.enabled }}
host: {{ include "errand.fullname" . }}-postgres
port: 5432
name: errand
tlsMode: disable
secret: {{ include "errand.fullname" . }}-try-out
usernameKey: username
passwordKey: password
{{- else }}
host: {{ .Values.database.host }}
port: {{ .Values.database.port }}
name: {{ .Values.database.name }}
tlsMode: {{ .Values.database.tls.mode }}
secret: {{ default (printf "%s-database" (include "errand.fullname" .)) .Values.database.auth.existingSecret }}
usernameKey: {{ .Values.database.auth.usernameKey }}
passwordKey: {{ .Values.database.auth.passwordKey }}
{{- end }}
{{- end -}}

{{/* The name of the CA's file, or nothing if the JVM's CAs are trusted. */}}
{{- define "errand.databaseCa" -}}
{{- with .Values.database.tls -}}
{{- if and (hasPrefix "verify" .mode) (or .ca.existingSecret .ca.existingConfigMap) (not $.Values.tryOut.enabled) -}}
/etc/errand/database/{{ .ca.key }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "errand.jdbcUrl" -}}
{{- $database := include "errand.database" . | fromYaml -}}
{{- $port := int $database.port -}}
{{- $hosts := list -}}
{{- range splitList "," $database.host -}}{{- $hosts = append $hosts (printf "%s:%d" . $port) -}}{{- end -}}
{{- $parameters := list (printf "sslmode=%s" $database.tlsMode) -}}
{{- if hasPrefix "verify" $database.tlsMode -}}
{{- with include "errand.databaseCa" . -}}
{{- $parameters = append $parameters (printf "sslrootcert=%s" .) -}}
{{- else -}}
{{- $parameters = append $parameters "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" -}}
{{- end -}}
{{- end -}}
{{- if gt (len $hosts) 1 -}}{{- $parameters = append $parameters "targetServerType=primary" -}}{{- end -}}
{{- range $key, $value := .Values.database.parameters -}}
{{- $parameters = append $parameters (printf "%s=%s" $key (urlquery $value)) -}}
{{- end -}}
jdbc:postgresql://{{ join "," $hosts }}/{{ $database.name }}?{{ join "&" $parameters }}
{{- end -}}

{{- define "errand.usesRabbitmq" -}}
{{- if eq .Values.broker "rabbitmq" }}yes{{ end -}}
{{- end -}}

{{/* A login or a virtual host as a part of a URL: percent-encoded. */}}
{{- define "errand.inUrl" -}}
{{ urlquery . | replace "+" "%20" }}
{{- end -}}

{{/*
The effective RabbitMQ settings, as YAML. The services get the login as parts of a URL, KEDA gets it unencoded: Secrets that the
chart creates contain both forms; in existing ones, the same keys must work for both.
*/}}
{{- define "errand.rabbitmq" -}}
{{- if .Values.tryOut.enabled }}
host: {{ include "errand.fullname" . }}-rabbitmq
port: 5672
scheme: amqp
virtualHost: "%2F"
secret: {{ include "errand.fullname" . }}-try-out
usernameKey: username
passwordKey: password
usernameInUrlKey: username-in-url
passwordInUrlKey: password-in-url
urlKey: ""
{{- else }}
{{- with .Values.rabbitmq }}
host: {{ .host }}
port: {{ .port }}
scheme: {{ ternary "amqps" "amqp" .tls.enabled }}
virtualHost: {{ include "errand.inUrl" .virtualHost | quote }}
secret: {{ default (printf "%s-rabbitmq" (include "errand.fullname" $)) .auth.existingSecret }}
usernameKey: {{ .auth.usernameKey }}
passwordKey: {{ .auth.passwordKey }}
usernameInUrlKey: {{ ternary .auth.usernameKey "username-in-url" (not (empty .auth.existingSecret)) }}
passwordInUrlKey: {{ ternary .auth.passwordKey "password-in-url" (not (empty .auth.existingSecret)) }}
urlKey: {{ .auth.urlKey | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* RabbitMQ's nodes as in a URL: each with its port. */}}
{{- define "errand.rabbitmqNodes" -}}
{{- $rabbitmq := include "errand.rabbitmq" . | fromYaml -}}
{{- $nodes := list -}}
{{- range splitList "," $rabbitmq.host -}}{{- $nodes = append $nodes (printf "%s:%d" (trim .) (int $rabbitmq.port)) -}}{{- end -}}
{{ join "," $nodes }}
{{- end -}}

{{/* The port of the S3 server, as a YAML list of one or none. */}}
{{- define "errand.filesPorts" -}}
{{- with .Values.files.s3 -}}
{{- ternary (list (int (include "errand.portOf" .endpoint))) list (not (empty .bucket)) | toYaml -}}
{{- end -}}
{{- end -}}

{{/* The port of a URL without a path; 443 of none. */}}
{{- define "errand.portOf" -}}
{{- regexFind "[0-9]+$" (regexFind ":[0-9]+$" (trimSuffix "/" .)) | default (ternary "80" "443" (hasPrefix "http:" .)) -}}
{{- end -}}

{{/* The variable with a provider's key. Takes the provider's name. */}}
{{- define "errand.providerVariable" -}}
PROVIDER_{{ . | upper | replace "-" "_" }}_API_KEY
{{- end -}}

{{/* The names of the providers that a pool's lanes use, as a YAML list. Takes a dict of root and pool. */}}
{{- define "errand.providersOfPool" -}}
{{- $names := list -}}
{{- range $name, $lane := .root.Values.lanes -}}
{{- if eq (default "default" $lane.pool) $.pool -}}{{- $names = append $names (default "openai" $lane.provider) -}}{{- end -}}
{{- end -}}
{{- $names | uniq | sortAlpha | toYaml -}}
{{- end -}}

{{/* The ports of a pool's providers, as a YAML list. Takes a dict of root and pool. */}}
{{- define "errand.providerPorts" -}}
{{- $ports := list -}}
{{- range include "errand.providersOfPool" . | fromYamlArray -}}
{{- $url := urlParse (get (get $.root.Values.providers .) "baseUrl") -}}
{{- $port := regexFind "[0-9]+$" (regexFind ":[0-9]+$" $url.host) -}}
{{- if $port -}}
{{- $ports = append $ports (int $port) -}}
{{- else -}}
{{- $ports = append $ports (ternary 443 80 (eq $url.scheme "https")) -}}
{{- end -}}
{{- end -}}
{{- $ports | uniq | toYaml -}}
{{- end -}}
