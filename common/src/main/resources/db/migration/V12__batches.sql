-- Batches of OpenAI's API. Services of the version before don't know them: while there are workers of that
-- version, lines that they end are counted only when the batch is settled.
-- Each statement commits by itself, as in V6; see there.
create table if not exists batch (
  id               uuid        primary key,
  tenant           text        not null references tenant (name),
  -- The key that created it, to which its jobs are counted; null without a recorded one.
  api_key          text,
  endpoint         text        not null,
  -- The id and the content of its input file.
  input_file       uuid        not null,
  input            uuid        not null,
  completion_window text       not null,
  priority         smallint    not null,
  metadata         jsonb,
  -- How long its files are kept; null for the service's default.
  output_seconds   bigint,
  status           text        not null check (status in
                     ('validating', 'failed', 'in_progress', 'finalizing', 'completed', 'expired',
                      'cancelling', 'cancelled')),
  -- Why the lines that have not ended are being ended.
  stop             text        check (stop in ('cancelled', 'expired')),
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  in_progress_at   timestamptz,
  finalizing_at    timestamptz,
  cancelling_at    timestamptz,
  -- When it became completed, failed, expired or cancelled.
  ended_at         timestamptz,
  -- What is wrong with its lines; null unless they are invalid.
  errors           jsonb,
  -- The model of all lines; null if they have several.
  model            text,
  -- Its lines; null until they are validated.
  total            integer,
  -- How many of them are jobs, and where in the file the next one begins.
  planned          integer     not null default 0,
  position         bigint      not null default 0,
  -- Final: how many lines succeeded, and the tokens that they took. Null until it is settled.
  succeeded        integer,
  input_tokens     bigint,
  cached_tokens    bigint,
  output_tokens    bigint,
  reasoning_tokens bigint,
  output_file      uuid,
  error_file       uuid,
  -- The service that works on it, until when. Only spares the others the work: each step is a commit that
  -- can be made once.
  worker           text,
  worker_until     timestamptz,
  check ((status in ('completed', 'failed', 'expired', 'cancelled')) = (ended_at is not null)),
  check (status <> 'cancelling' or stop is not null),
  check (planned <= coalesce(total, 0))
);
create index if not exists batch_tenant on batch (tenant, id);
create index if not exists batch_active on batch (id) where ended_at is null;
create index if not exists batch_ended on batch (ended_at) where ended_at is not null;

-- Which lines of a batch ended in a commit, one row for each commit: its counters are their sum, and its results
-- can be read in the order of their ends.
create table if not exists batch_ending (
  batch     uuid    not null,
  id        bigint  generated always as identity,
  -- In this order the commits become visible; see BatchEndings.
  xid       xid8    not null default pg_current_xact_id(),
  succeeded integer not null,
  lines     integer[] not null,
  primary key (batch, id)
);

-- The batch and the line of a job that is one. Twice: endings need them without a look at the request, and an
-- index on the request costs one entry in a job's life. It is unique, so no line can become two jobs.
alter table job add column if not exists batch uuid;
alter table job add column if not exists line integer;
alter table job_request add column if not exists batch uuid;
alter table job_request add column if not exists line integer;
alter table job_request add column if not exists custom_id text;
create unique index if not exists job_request_line on job_request (batch, line) where batch is not null;

-- The jobs of batches are erased with their files; the purge must not find them. It replaces job_tenant_ended.
create index if not exists job_purge on job (tenant, ended_at) where ended_at is not null and batch is null;
drop index if exists job_tenant_ended;

-- A file that is a view of a batch's ended lines: those that succeeded, or all others.
alter table file add column if not exists batch uuid;
alter table file add column if not exists part text check (part in ('output', 'error'));
