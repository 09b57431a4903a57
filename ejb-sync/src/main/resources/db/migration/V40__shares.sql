-- Links for people without an account. Of the secret in a link only the SHA-256 is kept; of a password PBKDF2 with HMAC-SHA-256.
CREATE TABLE share (
  id                uuid        PRIMARY KEY,
  workspace_id      uuid        NOT NULL REFERENCES workspace,
  node_id           uuid        NOT NULL,
  kind              text        NOT NULL CHECK (kind IN ('VIEW', 'DROP')),
  label             text,
  token_hash        bytea       NOT NULL UNIQUE,
  password_salt     bytea,
  password_rounds   integer,
  password_hash     bytea,
  maker             uuid        NOT NULL REFERENCES account,
  created_at        timestamptz NOT NULL,
  expires_at        timestamptz,
  revoked_at        timestamptz,
  downloads_allowed integer     CHECK (downloads_allowed > 0),
  downloads         integer     NOT NULL DEFAULT 0,
  drops             integer     NOT NULL DEFAULT 0
);
CREATE INDEX share_workspace ON share (workspace_id, created_at);

-- Passwords that were tried and not found right: noted before they are looked at, so that many at once count as well.
CREATE TABLE share_attempt (
  id       uuid        PRIMARY KEY,
  share_id uuid        NOT NULL REFERENCES share,
  address  text        NOT NULL,
  at       timestamptz NOT NULL
);
CREATE INDEX share_attempt_at ON share_attempt (share_id, at);
