{{/* The alerts, as a YAML list. docs/operations/operating.md says what to do about each. */}}
{{- define "errand.alerts" -}}
{{- $api := printf "namespace=%q, job=%q" .Release.Namespace (printf "%s-api" (include "errand.fullname" .)) -}}
{{- $worker := printf "namespace=%q, job=%q" .Release.Namespace (printf "%s-worker" (include "errand.fullname" .)) -}}
{{- $both := printf "namespace=%q, job=~%q" .Release.Namespace (printf "%s-(api|worker)" (include "errand.fullname" .)) -}}
- alert: ErrandApiDown
  severity: critical
  for: 2m
  summary: No API service responds.
  expr: absent(up{ {{- $api -}} } == 1)
- alert: ErrandDatabaseAway
  severity: critical
  for: 1m
  summary: "{{`{{ $labels.pod }}`}} cannot use its database."
  expr: errand_database_usable{ {{- $both -}} } == 0
- alert: ErrandBrokerAway
  severity: warning
  for: 1m
  summary: "{{`{{ $labels.pod }}`}} does not use its broker ({{`{{ $labels.side }}`}}): jobs still run, but start later."
  expr: errand_broker_connected{ {{- $both -}} } == 0
- alert: ErrandApiFailing
  severity: critical
  for: 5m
  summary: More than 5 % of the API's responses are server errors (5xx).
  expr: |
    sum(rate(http_server_requests_seconds_count{ {{- $api }}, status=~"5.."}[5m]))
      / sum(rate(http_server_requests_seconds_count{ {{- $api -}} }[5m])) > 0.05
- alert: ErrandSubmissionsShed
  severity: warning
  for: 5m
  summary: Submissions are rejected with status 503.
  expr: sum(rate(errand_submissions_rejected_total{ {{- $api }}, reason="unavailable"}[5m])) > 0
- alert: ErrandNothingRuns
  severity: critical
  for: 10m
  summary: "Jobs of lane {{`{{ $labels.lane }}`}} are queued, but none is running."
  expr: |
    max by (lane) (errand_lane_queued{ {{- $api -}} }) > 0
      unless max by (lane) (max_over_time(errand_lane_running{ {{- $api -}} }[5m])) > 0
- alert: ErrandQueueOld
  severity: warning
  for: 5m
  summary: "A job of lane {{`{{ $labels.lane }}`}} has waited for longer than {{ int .Values.prometheusRule.queueSeconds }} s."
  expr: |
    max by (lane) (errand_lane_oldest_queued_seconds{ {{- $api -}} }) > {{ int .Values.prometheusRule.queueSeconds }}
- alert: ErrandWorkersGoSilent
  severity: warning
  for: 0m
  summary: Workers stopped responding; their jobs were reclaimed.
  expr: sum(increase(errand_jobs_dispatched_total{ {{- $api }}, move="reclaimed"}[10m])) > 0
- alert: ErrandAttemptsFailing
  severity: warning
  for: 10m
  summary: "More than half of the attempts in lane {{`{{ $labels.lane }}`}} fail."
  expr: |
    sum by (lane) (rate(errand_attempts_seconds_count{ {{- $worker }}, outcome=~"failed|timed_out"}[10m]))
      / sum by (lane) (rate(errand_attempts_seconds_count{ {{- $worker -}} }[10m])) > 0.5
- alert: ErrandLaneThrottled
  severity: info
  for: 30m
  summary: "The provider of lane {{`{{ $labels.lane }}`}} keeps throttling calls."
  expr: sum by (lane) (rate(errand_attempts_seconds_count{ {{- $worker }}, outcome="throttled"}[10m])) > 0
- alert: ErrandLaneHeldBack
  severity: warning
  for: 10m
  summary: "Workers hold lane {{`{{ $labels.lane }}`}} back: its provider is broken."
  expr: max by (lane) (errand_lane_held_back{ {{- $worker -}} }) == 1
- alert: ErrandStaleAttempts
  severity: warning
  for: 0m
  summary: Workers finished attempts after losing the lease.
  expr: sum(increase(errand_attempts_seconds_count{ {{- $worker }}, outcome="stale"}[10m])) > 0
- alert: ErrandInvalidHints
  severity: warning
  for: 0m
  summary: Something other than Errand publishes messages to Errand's queues.
  expr: sum(increase(errand_hints_invalid_total{ {{- $worker -}} }[10m])) > 0
{{- range $pool, $_ := .Values.pools }}
{{- $values := include "errand.pool" (dict "root" $ "pool" $pool) | fromYaml }}
- alert: ErrandPoolFull
  severity: info
  for: 15m
  summary: "All slots of the pool {{ $pool }} are busy."
  expr: |
    sum(errand_worker_calls{ {{- $worker }}, pool={{ $pool | quote }}})
      >= 0.95 * {{ int $values.concurrency }} * count(errand_worker_calls{ {{- $worker }}, pool={{ $pool | quote }}})
{{- end }}
{{- end -}}
