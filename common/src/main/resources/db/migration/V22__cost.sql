-- What attempts and ended jobs cost, in errand.currency: exact decimal numbers. Services of the version before write none of
-- these: jobs that end with them, or that they fold, cost 0 and are not counted as without a price.
-- Each statement commits by itself (see the .conf file beside this one): statements take the locks of these tables in several
-- orders, so no two may be held at once.
-- Null if the model had no price, or no tokens were reported.
alter table attempt add column if not exists cost numeric;
alter table usage_ending add column if not exists cost numeric not null default 0;
alter table usage_hour add column if not exists cost numeric not null default 0;
-- How many jobs used tokens of which at least some had no price.
alter table usage_ending add column if not exists without_price integer not null default 0;
alter table usage_hour add column if not exists without_price integer not null default 0;
