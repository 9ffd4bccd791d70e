{{/* Common parts of all pods of the services. */}}

{{- define "errand.podSecurity" -}}
automountServiceAccountToken: false
# Else a Service's variables, such as ERRAND_API_PORT, would be taken for settings.
enableServiceLinks: false
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "errand.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* Takes a dict of root, selector and values (of the API, or of a pool). */}}
{{- define "errand.placement" -}}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
topologySpreadConstraints:
{{- if .values.topologySpreadConstraints }}
  {{- toYaml .values.topologySpreadConstraints | nindent 2 }}
{{- else }}
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- $.selector | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
{{- end -}}

{{/* Takes a dict of name, secret and key. */}}
{{- define "errand.secretVariable" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end -}}

{{- define "errand.databaseVariables" -}}
{{- $database := include "errand.database" . | fromYaml -}}
{{ include "errand.secretVariable" (dict "name" "ERRAND_DATABASE_USERNAME" "secret" $database.secret "key" $database.usernameKey) }}
{{ include "errand.secretVariable" (dict "name" "ERRAND_DATABASE_PASSWORD" "secret" $database.secret "key" $database.passwordKey) }}
{{- end -}}

{{- define "errand.rabbitmqVariables" -}}
{{- if include "errand.usesRabbitmq" . }}
{{- $rabbitmq := include "errand.rabbitmq" . | fromYaml }}
{{- if $rabbitmq.urlKey }}
{{ include "errand.secretVariable" (dict "name" "ERRAND_RABBITMQ_URL" "secret" $rabbitmq.secret "key" $rabbitmq.urlKey) }}
{{- else }}
{{ include "errand.secretVariable" (dict "name" "RABBITMQ_USERNAME" "secret" $rabbitmq.secret "key" $rabbitmq.usernameInUrlKey) }}
{{ include "errand.secretVariable" (dict "name" "RABBITMQ_PASSWORD" "secret" $rabbitmq.secret "key" $rabbitmq.passwordInUrlKey) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The credentials for the S3 server of files, which only the API service gets. */}}
{{- define "errand.filesVariables" -}}
{{- with .Values.files.s3 }}
{{- if and .bucket .auth.existingSecret }}
{{ include "errand.secretVariable" (dict "name" "ERRAND_OPENAI_FILES_S3_ACCESS_KEY" "secret" .auth.existingSecret "key" .auth.accessKeyKey) }}
{{ include "errand.secretVariable" (dict "name" "ERRAND_OPENAI_FILES_S3_SECRET_KEY" "secret" .auth.existingSecret "key" .auth.secretKeyKey) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Options of the JVM. Takes the API's or a pool's values. */}}
{{- define "errand.javaVariable" -}}
{{- with .javaOptions -}}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end -}}
{{- end -}}

{{/* A file of a Secret or ConfigMap as a volume. Takes a dict of name, source and items (YAML). */}}
{{- define "errand.fileVolume" -}}
- name: {{ .name }}
  {{- if .source.existingSecret }}
  secret:
    secretName: {{ .source.existingSecret }}
    {{- with .source.key }}
    items: [{key: {{ . }}, path: {{ . }}}]
    {{- end }}
  {{- else }}
  configMap:
    name: {{ .source.existingConfigMap }}
    items: [{key: {{ .source.key }}, path: {{ .source.key }}}]
  {{- end }}
{{- end -}}

{{- define "errand.outsideVolumes" -}}
- name: tmp
  emptyDir: {}
{{- if include "errand.databaseCa" . }}
{{ include "errand.fileVolume" (dict "name" "database-ca" "source" .Values.database.tls.ca) }}
{{- end }}
{{- end -}}

{{- define "errand.outsideMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if include "errand.databaseCa" . }}
- name: database-ca
  mountPath: /etc/errand/database
  readOnly: true
{{- end }}
{{- end -}}

{{/* The file of settings of one part. Takes a dict of root and file (its key in the ConfigMap). */}}
{{- define "errand.settingsVolume" -}}
- name: settings
  configMap:
    name: {{ include "errand.fullname" .root }}
    items: [{key: {{ .file }}, path: errand.properties}]
{{- end -}}

{{- define "errand.settingsMount" -}}
- name: settings
  mountPath: /etc/errand/settings
  readOnly: true
{{- end -}}

{{- define "errand.settingsVariable" -}}
- name: QUARKUS_CONFIG_LOCATIONS
  value: /etc/errand/settings/errand.properties
{{- end -}}

{{/* Health and metrics: the same port for all, whatever the image's default. */}}
{{- define "errand.managementPort" -}}
- name: management
  containerPort: 9000
{{- end -}}

{{/* Probes: a pod is started once the database can be reached and has its tables, which may take a while at the first start. */}}
{{- define "errand.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: management}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 150
livenessProbe:
  httpGet: {path: /q/health/live, port: management}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /q/health/ready, port: management}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- end -}}
