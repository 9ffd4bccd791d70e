-- Statements of the hot path name every column they need, so columns may be added freely.
-- No foreign keys between these tables: every statement that deletes a job deletes its rows in all
-- of them, and a key's check on each insert would cost more than the insert's own share.

create sequence job_rank;

-- Narrow on purpose: what claims, leases and finishes touch. Prompts and answers stand elsewhere.
create table job (
  id              uuid        primary key,
  tenant          text        not null default 'default',
  state           text        not null check (state in
                    ('scheduled', 'queued', 'running', 'succeeded', 'failed', 'cancelled', 'expired')),
  lane            text        not null,
  priority        smallint    not null default 0,
  rank            bigint      not null default nextval('job_rank'),
  run_at          timestamptz not null,
  deadline        timestamptz,
  life            smallint    not null default 1,
  attempt         integer     not null default 0,
  spent           smallint    not null default 0,
  max_attempts    smallint    not null,
  timeout_seconds integer,
  lease_owner     text,
  lease_until     timestamptz,
  created_at      timestamptz not null default now(),
  started_at      timestamptz,
  ended_at        timestamptz,
  constraint job_lease_when_running check ((state = 'running') = (lease_owner is not null)),
  constraint job_lease_has_an_end check ((lease_owner is null) = (lease_until is null)),
  constraint job_end_when_final check
    ((state in ('succeeded', 'failed', 'cancelled', 'expired')) = (ended_at is not null))
)
-- Room on the page for the heartbeats' updates, which touch no index.
with (fillfactor = 80);

create index job_claim on job (lane, priority desc, rank) where state = 'queued';
create index job_due on job (run_at) where state = 'scheduled';
-- Not on lease_until: an index there would turn each heartbeat into an index write. The dispatcher
-- looks through the running jobs, which are as many as the fleet has slots.
create index job_running on job (lane) where state = 'running';
create index job_deadline on job (deadline)
  where state in ('scheduled', 'queued') and deadline is not null;
create index job_ended on job (ended_at) where ended_at is not null;
-- Listing by state: the final states that are rare. Ids are in order of time.
create index job_unhappy on job (state, id) where state in ('failed', 'cancelled', 'expired');

create table job_request (
  job_id   uuid  primary key,
  endpoint text  not null,
  model    text  not null,
  metadata jsonb,
  body     bytea not null
);

create index job_request_metadata on job_request using gin (metadata jsonb_path_ops)
  where metadata is not null;

create table job_result (
  job_id        uuid primary key,
  body          bytea,
  error_type    text,
  error_message text,
  http_status   integer,
  constraint job_result_answer_or_error check ((body is null) = (error_type is not null))
);

create table attempt (
  job_id              uuid        not null,
  number              integer     not null,
  life                smallint    not null,
  worker              text        not null,
  started_at          timestamptz not null,
  ended_at            timestamptz not null default now(),
  outcome             text        not null check (outcome in
                        ('succeeded', 'failed', 'throttled', 'timed_out', 'cancelled', 'handed_back',
                         'lost')),
  http_status         integer,
  error_type          text,
  error_message       text,
  provider_request_id text,
  input_tokens        bigint,
  output_tokens       bigint,
  total_tokens        bigint,
  primary key (job_id, number)
);

create table idempotency_key (
  tenant      text        not null,
  key         text        not null,
  -- SHA-256 of the payload as it came.
  fingerprint bytea       not null,
  job_id      uuid        not null,
  created_at  timestamptz not null default now(),
  primary key (tenant, key)
);

create index idempotency_key_job on idempotency_key (job_id);
create index idempotency_key_age on idempotency_key (created_at);

-- A lane that takes no claims until a time: the provider asked for a pause.
create table lane_closure (
  lane         text        primary key,
  closed_until timestamptz not null,
  reason       text        not null
);
