-- Why the provider stopped writing, in its own word. On the job, so that lists show it without a look at
-- the results. No default and no constraint: the services of the version before leave it null.
alter table job add column finish_reason text;
