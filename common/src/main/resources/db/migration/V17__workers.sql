-- Workers, each of which writes its own row with every heartbeat. Workers of the version before write none.
create table worker (
  name       text        primary key,
  pool       text        not null,
  version    text        not null,
  -- The most calls at a time, and the calls in flight.
  slots      integer     not null,
  calls      integer     not null,
  -- The lanes that it holds back because of their provider.
  held_back  text[]      not null,
  draining   boolean     not null,
  started_at timestamptz not null,
  seen_at    timestamptz not null,
  -- It should have been heard of by then.
  due_at     timestamptz not null
)
-- Updates stay on the page, and touch no index.
with (fillfactor = 50);

-- How often a lane or a model was closed in a row, since when, the job whose call did it last, and how often that
-- job did it in a row. Workers of the version before write none of these.
alter table lane_closure add column if not exists closures integer not null default 1;
alter table lane_closure add column if not exists since timestamptz;
alter table lane_closure add column if not exists job uuid;
alter table lane_closure add column if not exists by_job integer not null default 1;
alter table model_closure add column if not exists closures integer not null default 1;
alter table model_closure add column if not exists since timestamptz;
alter table model_closure add column if not exists job uuid;
alter table model_closure add column if not exists by_job integer not null default 1;
