-- What providers answered when a worker last asked them for their models. One worker asks for the whole fleet and
-- writes here; the API reads it. As many rows as there ever were providers, so nothing is purged.
create table provider_models (
  provider text primary key,
  -- When the last asking began. The next one may begin a while later: that keeps a fleet from asking at once. It also
  -- names the asking, so that a worker that was stopped meanwhile does not overwrite what was found out since.
  asked_at timestamptz not null,
  -- When an asking ended last, and how.
  checked_at timestamptz,
  outcome text,
  -- The last list, which stays while the provider does not answer; null where it has none.
  listed_at timestamptz,
  models text[],
  -- false where the provider lists more than is kept.
  complete boolean not null default true
);
comment on column provider_models.outcome is 'a code, never a text of the provider';
