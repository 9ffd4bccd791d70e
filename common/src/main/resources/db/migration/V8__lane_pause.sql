-- Lanes that somebody paused by hand: claims pass over them until paused_until, or, where that is null,
-- until somebody resumes the lane. Services of the version before neither read nor write this: while
-- there are workers of that version, they go on with a paused lane's jobs.
create table if not exists lane_pause (
  lane         text        primary key,
  paused_at    timestamptz not null,
  paused_by    text        not null,
  paused_until timestamptz,
  reason       text        not null
);
-- What was administered: who did what to which thing, when and from where. Rows are only ever added.
create table if not exists audit (
  id      uuid        primary key,
  at      timestamptz not null,
  tenant  text        not null,
  who     text        not null,
  what    text        not null,
  which   text        not null,
  origin  text        not null,
  details jsonb       not null
);
