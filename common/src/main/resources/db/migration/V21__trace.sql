-- The W3C trace context that a traced job was submitted in: traceparent and, in a second line,
-- tracestate. Null for jobs that are not traced, and those of the version before.
alter table job_request add column if not exists trace text;
