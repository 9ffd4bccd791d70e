-- Whose request it is, so that the lists of one tenant never look at another's jobs. A request never changes,
-- so each of its indexes costs one entry in a job's life. The services of the version before know one tenant.
-- Each statement commits by itself, as in V6; see there.
alter table job_request add column if not exists tenant text not null default 'default';
create index if not exists job_request_tenant on job_request (tenant, job_id);
create index if not exists job_request_tenant_model on job_request (tenant, model, job_id);
-- The tenant is the outermost key of the document: jsonb_path_ops hashes whole paths.
create index if not exists job_request_tenant_metadata on job_request
  using gin (jsonb_set('{}', array[tenant], metadata) jsonb_path_ops) where metadata is not null;

-- Not used by any statement since V6: job_list_unhappy and job_list_* replaced job_unhappy, and idempotency
-- keys outlive their jobs.
drop index if exists job_unhappy;
drop index if exists idempotency_key_job;
-- Replaced by those above. Services of the version before find the same jobs without them, but slowly.
drop index if exists job_request_model;
drop index if exists job_request_metadata;

comment on column lane_closure.reason is 'a code, never a text of the provider';
comment on column model_closure.reason is 'a code, never a text of the provider';
