-- Idempotency keys compare JSON values. The fingerprint of the bytes stays, for services of the version
-- before, which neither write nor read this one.
alter table idempotency_key add column if not exists json_fingerprint bytea;

-- Lists of jobs, newest first, by indexes that have them in that order: those of the states and lanes that
-- are asked for, whose entries are merged. One index for each of the states that most jobs have, so that an
-- entry need not name it. None for running jobs, which are as many as the fleet has slots: job_running finds
-- them, and they are sorted.
-- Each statement commits by itself (see the .conf file beside this one), so that writers wait for one build,
-- not for all: some seconds for a million jobs. Flyway cannot build concurrently: the transaction that holds
-- its lock would be waited for. For larger tables docs/operations.md says how to build them before the upgrade;
-- what is there already is left as it is.
create index if not exists job_list_queued on job (tenant, lane, id) where state = 'queued';
create index if not exists job_list_scheduled on job (tenant, lane, id) where state = 'scheduled';
create index if not exists job_list_succeeded on job (tenant, lane, id) where state = 'succeeded';
create index if not exists job_list_unhappy on job (state, tenant, lane, id)
  where state in ('failed', 'cancelled', 'expired');
-- Lists of a model's jobs. A request never changes, so this costs one entry in a job's life.
create index if not exists job_request_model on job_request (model, job_id);
-- How many jobs of a lane are scheduled, and which lanes have some.
create index if not exists job_scheduled on job (lane) where state = 'scheduled';
