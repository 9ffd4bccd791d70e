-- What becomes of a job whose worker went silent. The default keeps services of the version before at
-- work meanwhile, and touches no row. The check is for new rows: the old ones have the default.
alter table job add column on_lost text not null default 'retry';
alter table job add constraint job_on_lost check (on_lost in ('retry', 'fail')) not valid;
