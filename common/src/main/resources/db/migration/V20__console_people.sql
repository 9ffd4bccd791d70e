-- Who is signed in to the console by the identity provider. Services of the version before take such a session for one of the first
-- admin key, whose hash it does not have, and let nobody in with it.
-- The tenant, with which the session goes; null for sessions of keys, like the others.
alter table console_session add column tenant text references tenant (name) on delete cascade;
-- As in the audit log.
alter table console_session add column person text;
-- What the person's token permitted.
alter table console_session add column roles text[];
alter table console_session add constraint console_session_person
  check ((tenant is null) = (person is null) and (tenant is null) = (roles is null)) not valid;
