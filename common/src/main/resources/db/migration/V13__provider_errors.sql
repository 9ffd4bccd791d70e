-- A failed job's error as its provider sent it, for the clients of OpenAI's API: the JSON, and the
-- headers that say when to come again, one a line. Null if the provider sent no such error, it was
-- large, or a service of the version before ended the job.
alter table job_result add column if not exists error_body text;
alter table job_result add column if not exists error_headers text;
