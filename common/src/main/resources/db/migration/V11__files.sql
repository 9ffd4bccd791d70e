-- Files of OpenAI's API. Services of the version before don't know them.
-- Each statement commits by itself, as in V6; see there.
create table if not exists file (
  -- Under which its bytes are stored, from the beginning of its upload.
  content    uuid        primary key,
  -- Given when the upload is complete, so that files appear in the order of their ids; null until then.
  id         uuid        unique,
  -- Keeps services of the version before from erasing a tenant that has files.
  tenant     text        not null references tenant (name),
  purpose    text,
  filename   text,
  -- The upload in parts that it belongs to, as a part or as what becomes of the parts.
  upload     uuid,
  -- Of an upload in progress, as last recorded.
  bytes      bigint      not null default 0,
  -- When something was last recorded of the upload: how uploads whose service has died are found.
  active_at  timestamptz not null default now(),
  created_at timestamptz,
  expires_at timestamptz,
  -- It does not exist for clients any more; its bytes are being erased.
  deleted_at timestamptz,
  check (id is null or (purpose is not null and filename is not null and created_at is not null))
);
create index if not exists file_tenant on file (tenant, id);
create index if not exists file_purpose on file (tenant, purpose, id);
create index if not exists file_unfinished on file (active_at) where id is null and upload is null and deleted_at is null;
create index if not exists file_upload on file (upload) where id is null and upload is not null and deleted_at is null;
create index if not exists file_expires on file (expires_at) where expires_at is not null and deleted_at is null;
create index if not exists file_deleted on file (deleted_at) where deleted_at is not null;

-- The bytes of a file, in chunks of at most 256 KiB.
create table if not exists file_chunk (
  file       uuid        not null references file (content),
  -- The place of its first byte in the file, from 0.
  start      bigint      not null,
  bytes      bytea       not null,
  primary key (file, start)
);
-- Not compressed: that costs more than it saves, and a part of a chunk can be read without the rest.
alter table file_chunk alter column bytes set storage external;

-- Uploads of files in parts. Each part is a row in file, and so is what becomes of them, which has the upload's id as its content.
create table if not exists upload (
  id            uuid        primary key,
  tenant        text        not null references tenant (name),
  -- pending, completing (the parts are being joined), completed or cancelled.
  state         text        not null default 'pending',
  -- As many as its parts must have together.
  bytes         bigint      not null,
  filename      text        not null,
  purpose       text        not null,
  -- How many seconds the file is kept; null for ever.
  expires_after bigint,
  -- The contents of the parts in the order in which they are joined; null until then.
  parts         uuid[],
  created_at    timestamptz not null default now(),
  -- When it is erased, with its parts; a file that it has become stays.
  expires_at    timestamptz not null
);
create index if not exists upload_tenant on upload (tenant);
create index if not exists upload_expires on upload (expires_at);
