-- What was used, by hour. Services of the version before neither count nor show it: what ends with them is missing.
-- Each statement commits by itself, as in V6; see there.
-- What a commit that ended jobs adds to usage_hour, one row for each group of them. A round of the dispatcher
-- moves it there.
create table if not exists usage_ending (
  tenant        text        not null,
  id            bigint      generated always as identity,
  -- The hour in UTC in which they ended.
  hour          timestamptz not null,
  -- The id of their key; empty without a recorded one.
  api_key       text        not null,
  lane          text        not null,
  model         text        not null,
  -- Their final state.
  outcome       text        not null,
  jobs          integer     not null,
  attempts      integer     not null,
  input_tokens  bigint      not null,
  output_tokens bigint      not null,
  -- How many were called, and no provider reported what they used.
  without_usage integer     not null,
  -- A number for each job, and for each that was running: how long it waited and ran; see TimeBuckets.
  waited        smallint[]  not null,
  ran           smallint[]  not null,
  primary key (tenant, id)
)
-- Rows live for a second: without vacuums of its own, the round would walk over many dead ones.
with (
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0
);

create table if not exists usage_hour (
  -- With the tenant its usage goes, also where a service of the version before erases it.
  tenant        text        not null references tenant (name) on delete cascade,
  hour          timestamptz not null,
  api_key       text        not null,
  lane          text        not null,
  model         text        not null,
  outcome       text        not null,
  jobs          integer     not null,
  attempts      integer     not null,
  input_tokens  bigint      not null,
  output_tokens bigint      not null,
  without_usage integer     not null,
  -- How many jobs there are in each bucket.
  waited        integer[]   not null,
  ran           integer[]   not null,
  primary key (tenant, hour, api_key, lane, model, outcome)
)
-- Updates of the current hour stay on the page, and touch no index.
with (fillfactor = 70);
create index if not exists usage_hour_hour on usage_hour (hour);
