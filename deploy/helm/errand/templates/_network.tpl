{{- define "errand.ingressOfScrapers" -}}
# Scrapers of metrics. The kubelet's probes need no rule.
- ports:
    - {port: management, protocol: TCP}
  {{- with .Values.networkPolicy.metrics.from }}
  from:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "errand.egressToNames" -}}
# Names.
- ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
{{- end -}}

{{- define "errand.egressToDatabase" -}}
# The database.
- ports:
    - {port: {{ int (include "errand.database" . | fromYaml).port }}, protocol: TCP}
  {{- with .Values.networkPolicy.database.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "errand.egressToBroker" -}}
{{- if include "errand.usesRabbitmq" . -}}
# The broker.
- ports:
    - {port: {{ int (include "errand.rabbitmq" . | fromYaml).port }}, protocol: TCP}
  {{- with .Values.networkPolicy.rabbitmq.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}

{{- define "errand.egressToCollector" -}}
{{- with .Values.tracing.endpoint -}}
# The collector of spans.
- ports:
    - {port: {{ int (include "errand.portOf" .) }}, protocol: TCP}
  {{- with $.Values.networkPolicy.tracing.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}
