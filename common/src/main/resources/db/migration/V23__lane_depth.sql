-- How many jobs wait and run in each lane, minute by minute. Services of the version before neither count nor show them.
-- Each statement commits by itself, as in V6; see there.
-- The minutes that were recorded, whether there were jobs or not. Whoever inserts one records it; the others leave it alone.
create table if not exists depth_minute (
  minute timestamptz primary key
);

-- The jobs of a minute. A tenant and lane without jobs has no row.
create table if not exists lane_depth (
  -- With the tenant its history goes, also where a service of the version before erases it.
  tenant    text        not null references tenant (name) on delete cascade,
  minute    timestamptz not null,
  lane      text        not null,
  scheduled integer     not null,
  queued    integer     not null,
  running   integer     not null,
  -- Whether all of them were counted.
  exact     boolean     not null,
  primary key (tenant, minute, lane)
);
create index if not exists lane_depth_minute on lane_depth (minute);
