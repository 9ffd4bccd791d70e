-- Files may be in S3. Services of the version before don't name a store: their files are in Postgres.
-- Each statement commits by itself, as in V6; see there.
-- Where a file's bytes are, whatever is configured for new files later.
alter table file add column if not exists store text not null default 'postgres';
-- Of all the parts of an upload, and of what becomes of them.
alter table upload add column if not exists store text not null default 'postgres';

-- It replaces file_deleted.
create index if not exists file_store_deleted on file (store, deleted_at) where deleted_at is not null;
drop index if exists file_deleted;
