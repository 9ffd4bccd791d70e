-- What a provider's limits are about. A job names its model, so that a claim can pass over the jobs of one
-- that is closed; '' for the jobs of the services of the version before, which are never passed over.
-- Each statement commits by itself (see the .conf file beside this one): the table is locked for a moment
-- only, and writers wait for the index alone, some seconds for a million queued jobs.
alter table job add column if not exists model text not null default '';
-- How often this life's calls were turned away, and since when in a row.
alter table job add column if not exists throttles integer not null default 0;
alter table job add column if not exists throttled_since timestamptz;
-- A model that takes no claims until a time, as lane_closure has it for whole lanes.
create table if not exists model_closure (
  lane         text        not null,
  model        text        not null,
  closed_until timestamptz not null,
  reason       text        not null,
  primary key (lane, model)
);
-- The condition on attempt is true of every job. It keeps the index out of the plans of statements that don't
-- name it, for which job_claim is the right one.
create index if not exists job_model on job (lane, model, priority desc, rank)
  where state = 'queued' and attempt >= 0;
