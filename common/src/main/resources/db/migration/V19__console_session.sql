-- Who is signed in to the console. Services of the version before don't know it.
create table console_session (
  -- SHA-256 of the token in the cookie, which has 256 random bits.
  token_hash bytea       primary key,
  -- The key that was signed in with, and with which the session goes; null for the first admin key.
  api_key    text        references api_key (id) on delete cascade,
  -- SHA-256 of the key or, for the first admin key, of token and key together.
  key_hash   bytea       not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
