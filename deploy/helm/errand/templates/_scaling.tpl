{{/*
The number of a pool's jobs that are running or could run now: running jobs, and queued ones that may start within the lanes'
limits. A lane that is closed (its provider asked for a pause) or paused by hand counts only with its running jobs. Queued
jobs are counted only as far as they make a difference, so that a backlog of a million costs no more than one of a few
thousand.
Takes a dict of root, pool and values.
*/}}
{{- define "errand.scalingQuery" -}}
{{- $rows := list -}}
{{- range $name, $lane := .root.Values.lanes -}}
{{- if eq (default "default" $lane.pool) $.pool -}}
{{- $rows = append $rows (printf "('%s', %s)" $name (ternary "null::bigint" (printf "%d::bigint" (int $lane.concurrency)) (empty $lane.concurrency))) -}}
{{- end -}}
{{- end -}}
select coalesce(sum(r.running + case when c.lane is null and p.lane is null
  then greatest(least(q.queued, l.most - r.running), 0) else 0 end), 0)::bigint
from (values {{ join ", " $rows }}) as l (lane, most)
left join lane_closure c on c.lane = l.lane and c.closed_until > now()
left join lane_pause p on p.lane = l.lane and coalesce(p.paused_until > now(), true)
cross join lateral (
  select count(*) as running from job where lane = l.lane and state = 'running') r
cross join lateral (
  select count(*) as queued from (
    select from job where lane = l.lane and state = 'queued' and (deadline is null or deadline > now())
    order by priority desc, rank
    limit {{ mul .values.autoscaling.maxReplicas .values.concurrency }}) b) q
{{- end -}}

{{/* The target number of busy slots per worker. Takes a pool's values. */}}
{{- define "errand.busySlots" -}}
{{- max 1 (div (mul .concurrency .autoscaling.targetUtilization) 100) -}}
{{- end -}}
