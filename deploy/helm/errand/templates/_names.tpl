{{/* Short enough for the longest name derived from it: <this>-worker-<pool>. */}}
{{- define "errand.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 30 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 30 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 30 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "errand.labels" -}}
{{- with .Values.labels }}
{{- toYaml . }}
{{ end -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: errand
{{- end -}}

{{/* The selector labels of a part. Takes a dict of root and component. */}}
{{- define "errand.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* The labels of a part. Takes a dict of root and component. */}}
{{- define "errand.componentLabels" -}}
{{ include "errand.labels" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* The labels of a part's pods: none that changes without a change of the pods. Takes a dict of root and selector. */}}
{{- define "errand.podLabels" -}}
{{- with .root.Values.labels }}
{{- toYaml . }}
{{ end -}}
{{ .selector }}
app.kubernetes.io/part-of: errand
{{- end -}}

{{- define "errand.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "errand.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.name must be given where serviceAccount.create is false" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Takes a dict of root and image. */}}
{{- define "errand.image" -}}
{{- $repository := .image.repository -}}
{{- with .root.Values.image.registry }}{{ $repository = printf "%s/%s" . $repository }}{{ end -}}
{{- if .image.digest -}}
{{- printf "%s@%s" $repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .root.Chart.AppVersion .image.tag) -}}
{{- end -}}
{{- end -}}

{{/* A pool's values, merged over those of all pools, as YAML. Takes a dict of root and pool. */}}
{{- define "errand.pool" -}}
{{- $values := deepCopy .root.Values.worker -}}
{{- include "errand.overlay" (dict "under" $values "over" (default dict (get .root.Values.pools .pool))) -}}
{{- toYaml $values -}}
{{- end -}}

{{/* Merges a dict over another; Sprig's merges do not override with 0, false or empty values. */}}
{{- define "errand.overlay" -}}
{{- range $key, $value := .over -}}
{{- $below := get $.under $key -}}
{{- if and (kindIs "map" $value) (kindIs "map" $below) -}}
{{- include "errand.overlay" (dict "under" $below "over" $value) -}}
{{- else -}}
{{- $_ := set $.under $key $value -}}
{{- end -}}
{{- end -}}
{{- end -}}
