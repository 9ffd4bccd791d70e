-- Lists by end, failures, and the jobs of a batch. Services of the version before know none of them.
-- Each statement commits by itself, as in V6; see there.
-- Beside job_purge, which leaves out the jobs of batches: each ending is one entry in one of the two.
create index if not exists job_ended_lines on job (tenant, ended_at) where ended_at is not null and batch is not null;
-- The failures of a time, among any number of jobs that succeeded then, without a look at their rows. The condition
-- on ended_at is true of them all, and keeps the index out of the plans of lists by state.
create index if not exists job_ended_unhappy on job (state, tenant, ended_at) include (id, lane, model)
  where state in ('failed', 'cancelled', 'expired') and ended_at is not null;
-- The jobs of a batch in the order of lists. A request never changes, so this costs one entry in a line's life. The
-- condition on line is true of every line. It keeps the index out of the plans of statements that don't name it, for
-- which job_request_line is the right one.
create index if not exists job_request_batch on job_request (batch, job_id) where batch is not null and line >= 0;
