-- What is done to all jobs of a filter: retry, cancel, delete, reprioritise. Services of the version before don't
-- know operations: the dispatchers of this version do them.
-- Each statement commits by itself, as in V6; see there.
create table if not exists operation (
  id          uuid        primary key,
  -- With the tenant its operations go, also where a service of the version before erases it.
  tenant      text        not null references tenant (name) on delete cascade,
  -- The client's name for its creation, which is not repeated under the same one; null without one.
  key         text,
  -- Who asked for it and from where, as in the audit log.
  who         text        not null,
  origin      text        not null,
  action      text        not null check (action in ('retry', 'cancel', 'delete', 'reprioritise')),
  -- What its jobs get; null unless it reprioritises.
  priority    smallint,
  -- The filter as it was given: a JSON object with an array of strings for each parameter.
  filter      jsonb       not null,
  reason      text        not null,
  -- How many jobs matched, and how many were expected.
  jobs        integer     not null,
  expected    integer     not null,
  -- Its jobs are those that were there and matched at this moment.
  created_at  timestamptz not null,
  state       text        not null default 'running' check (state in ('running', 'completed', 'stopped')),
  ended_at    timestamptz,
  -- How many jobs were moved.
  done        integer     not null default 0,
  -- The place in the list of its filter down to which the jobs have been looked at; null before the first.
  position    text,
  check ((state = 'running') = (ended_at is null)),
  check ((action = 'reprioritise') = (priority is not null)),
  unique (tenant, key)
);
create index if not exists operation_tenant on operation (tenant, id);
create index if not exists operation_running on operation (id) where ended_at is null;
create index if not exists operation_ended on operation (ended_at) where ended_at is not null;

-- When a job was last retried by hand, so that an operation can tell its jobs from those that somebody retried
-- since. Null for retries by services of the version before, which an operation takes for older ones.
alter table job add column if not exists retried_at timestamptz;
