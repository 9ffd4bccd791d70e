{{/* The Secret with the first admin key. */}}
{{- define "errand.bootstrapKeySecret" -}}
{{- default (printf "%s-bootstrap-key" (include "errand.fullname" .)) .Values.access.bootstrapKey.existingSecret -}}
{{- end -}}

{{/* The first admin key: the present one, so that upgrades keep it, or a new one. Takes a dict of secret (as looked up) and key. */}}
{{- define "errand.bootstrapKey" -}}
{{- dig "data" .key "" .secret | b64dec | default (randAlphaNum 43) -}}
{{- end -}}
