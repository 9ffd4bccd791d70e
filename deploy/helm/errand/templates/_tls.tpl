{{/*
Certificates for connections to RabbitMQ, to providers and to the S3 server: a TLS configuration of Quarkus for each. All three take a dict of
name and tls (values with ca and clientCertificate).
*/}}

{{- define "errand.hasCa" -}}
{{- $ca := default dict .tls.ca -}}
{{- if or $ca.existingSecret $ca.existingConfigMap }}yes{{ end -}}
{{- end -}}

{{- define "errand.usesBucket" -}}
{{- if or .tls.clientCertificate (include "errand.hasCa" .) }}yes{{ end -}}
{{- end -}}

{{- define "errand.bucketSettings" -}}
{{- if include "errand.hasCa" . }}
quarkus.tls.{{ .name }}.trust-store.pem.certs=/etc/errand/{{ .name }}/ca/{{ default "ca.crt" .tls.ca.key }}
{{- end }}
{{- if .tls.clientCertificate }}
quarkus.tls.{{ .name }}.key-store.pem.own.cert=/etc/errand/{{ .name }}/own/tls.crt
quarkus.tls.{{ .name }}.key-store.pem.own.key=/etc/errand/{{ .name }}/own/tls.key
{{- end }}
quarkus.tls.{{ .name }}.reload-period=1H
{{- end -}}

{{- define "errand.bucketVolumes" -}}
{{- if include "errand.hasCa" . }}
{{ include "errand.fileVolume" (dict "name" (printf "%s-ca" .name) "source" (merge (dict "key" (default "ca.crt" .tls.ca.key)) .tls.ca)) }}
{{- end }}
{{- if .tls.clientCertificate }}
{{ include "errand.fileVolume" (dict "name" (printf "%s-own" .name) "source" (dict "existingSecret" .tls.clientCertificate)) }}
{{- end }}
{{- end -}}

{{- define "errand.bucketMounts" -}}
{{- if include "errand.hasCa" . }}
- name: {{ .name }}-ca
  mountPath: /etc/errand/{{ .name }}/ca
  readOnly: true
{{- end }}
{{- if .tls.clientCertificate }}
- name: {{ .name }}-own
  mountPath: /etc/errand/{{ .name }}/own
  readOnly: true
{{- end }}
{{- end -}}

{{/* The TLS configuration for the S3 server of the API service's files, as a YAML list of one or none. */}}
{{- define "errand.filesBucket" -}}
{{- $bucket := dict "name" "files" "tls" .Values.files.s3.tls -}}
{{- ternary (list $bucket) list (and (not (empty .Values.files.s3.bucket)) (not (empty (include "errand.usesBucket" $bucket)))) | toYaml -}}
{{- end -}}

{{/* The TLS configurations of a part, as a YAML list. Takes a dict of root and, for workers, pool. */}}
{{- define "errand.buckets" -}}
{{- $buckets := list -}}
{{- $root := .root -}}
{{- if and (include "errand.usesRabbitmq" $root) $root.Values.rabbitmq.tls.enabled (not $root.Values.tryOut.enabled) -}}
{{- $buckets = append $buckets (dict "name" "rabbitmq" "tls" $root.Values.rabbitmq.tls) -}}
{{- end -}}
{{- if .pool -}}
{{- range $name := include "errand.providersOfPool" . | fromYamlArray -}}
{{- $tls := default dict (get $root.Values.providers $name).tls -}}
{{- $buckets = append $buckets (dict "name" (printf "provider-%s" $name) "tls" $tls) -}}
{{- end -}}
{{- end -}}
{{- $used := list -}}
{{- range $buckets -}}{{- if include "errand.usesBucket" . -}}{{- $used = append $used . -}}{{- end -}}{{- end -}}
{{- toYaml $used -}}
{{- end -}}
