-- Tenants and their keys. Services of the version before know neither: while there are API services of that
-- version, they serve everybody, as before.
-- Each statement commits by itself, as in V6; see there.
create table if not exists tenant (
  name             text        primary key,
  created_at       timestamptz not null default now(),
  suspended_at     timestamptz,
  -- Its keys and jobs are being erased; there is no way back.
  deleted_at       timestamptz,
  weight           integer     not null default 1 check (weight > 0),
  -- Limits; null for none.
  highest_priority smallint,
  per_second       integer     check (per_second > 0),
  queued           integer     check (queued >= 0),
  -- Running calls.
  running          integer     check (running > 0),
  -- How long its ended jobs are kept; null for the service's retention, which is the maximum.
  retention_seconds integer    check (retention_seconds > 0),
  -- Budgets; null for none. Nothing enforces them yet.
  usd_per_day      numeric(14, 2) check (usd_per_day > 0),
  usd_per_month    numeric(14, 2) check (usd_per_month > 0),
  tokens_per_day   bigint      check (tokens_per_day > 0),
  tokens_per_month bigint      check (tokens_per_month > 0)
);
-- Those that are being erased.
create index if not exists tenant_deleted on tenant (deleted_at) where deleted_at is not null;
-- Claims look here for tenants with a maximum of running calls; there are few.
create index if not exists tenant_running on tenant (name) where running is not null;
-- All that existed before tenants did.
insert into tenant (name) values ('default') on conflict do nothing;

create table if not exists api_key (
  id               text        primary key,
  tenant           text        not null references tenant (name),
  name             text        not null,
  roles            text[]      not null,
  -- SHA-256 of the whole key. The secret has 256 random bits: nothing slower is needed.
  hash             bytea       not null,
  -- The key before it was rotated, until old_until.
  old_hash         bytea,
  old_until        timestamptz,
  created_at       timestamptz not null,
  created_by       text        not null,
  expires_at       timestamptz,
  revoked_at       timestamptz,
  -- To the minute.
  last_used_at     timestamptz,
  -- Limits; null for none.
  models           text[],
  highest_priority smallint,
  per_second       integer     check (per_second > 0),
  queued           integer     check (queued >= 0),
  running          integer     check (running > 0)
);
create index if not exists api_key_tenant on api_key (tenant, id);
create index if not exists api_key_running on api_key (id) where running is not null;
-- For GET /v1/audit and its retention.
create index if not exists audit_at on audit (at, id);
create index if not exists audit_tenant_at on audit (tenant, at, id);

-- Tenants keep their ended jobs for different times: the purge finds each one's oldest by this index. It replaces
-- job_ended, so that an ending still writes one entry. The dispatchers of the version before purge without it, but slowly.
create index if not exists job_tenant_ended on job (tenant, ended_at) where ended_at is not null;
drop index if exists job_ended;

-- The key that submitted the job: how many of a key's jobs wait is counted. Null for jobs without a recorded key,
-- and for those of the services of the version before, which are not counted.
alter table job add column if not exists api_key text;
create index if not exists job_key_waiting on job (api_key)
  where api_key is not null and state in ('scheduled', 'queued');
-- For claims while a tenant or a key has a limit of running calls: finds those that have jobs in a lane. Only
-- statements with the condition on spent use it, which is true for all jobs.
create index if not exists job_flow on job (lane, tenant, (coalesce(api_key, '')), priority desc, rank)
  where state = 'queued' and spent >= 0;
