-- The metadata of Driftless. Keys are led by workspace_id, so that a workspace's rows lie together and tables can be
-- partitioned by it. Hashes are 32 bytes; ids of nodes, packs and commits are chosen by devices and unique in their workspace only.

-- One row: the life of this database. A restore from backup writes another epoch.
CREATE TABLE server_state (
  singleton   boolean     PRIMARY KEY DEFAULT true CHECK (singleton),
  epoch       uuid        NOT NULL DEFAULT gen_random_uuid(),
  epoch_since timestamptz NOT NULL DEFAULT now()
);
INSERT INTO server_state DEFAULT VALUES;

CREATE TABLE account (
  id             uuid        PRIMARY KEY,
  issuer         text        NOT NULL,
  subject        text        NOT NULL,
  username       text        NOT NULL,
  display_name   text,
  email          text,
  created_at     timestamptz NOT NULL DEFAULT now(),
  disabled_at    timestamptz,
  audit_sequence bigint      NOT NULL DEFAULT 0,
  audit_digest   bytea,
  UNIQUE (issuer, subject)
);
CREATE INDEX account_username ON account (lower(username));

-- secret_hash is the hex SHA-256 of the secret's text. A virtual device carries the commits of the HTTP API; it has no
-- secret and its lease never runs, so that the broker never lets it in.
CREATE TABLE device (
  id               text        PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,64}$'),
  account_id       uuid        NOT NULL REFERENCES account DEFERRABLE INITIALLY DEFERRED,
  name             text        NOT NULL,
  platform         text        NOT NULL,
  virtual          boolean     NOT NULL DEFAULT false,
  secret_hash      text        NOT NULL,
  lease_until      timestamptz NOT NULL,
  revoked_at       timestamptz,
  created_at       timestamptz NOT NULL DEFAULT now(),
  last_seen_at     timestamptz,
  last_sequence    bigint      NOT NULL DEFAULT 0,
  answered_through bigint      NOT NULL DEFAULT 0
);
CREATE INDEX device_account ON device (account_id);
CREATE UNIQUE INDEX device_virtual ON device (account_id) WHERE virtual;

CREATE TABLE workspace (
  id              uuid        PRIMARY KEY,
  name            text        NOT NULL,
  personal_owner  uuid        UNIQUE REFERENCES account DEFERRABLE INITIALLY DEFERRED,
  storage_account text        NOT NULL,
  container       text        NOT NULL,
  head_revision   bigint      NOT NULL DEFAULT 0,
  head_commit     uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  floor_revision  bigint      NOT NULL DEFAULT 0,
  quota_bytes     bigint,
  used_bytes      bigint      NOT NULL DEFAULT 0,
  audit_sequence  bigint      NOT NULL DEFAULT 0,
  audit_digest    bytea,
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (storage_account, container)
) WITH (fillfactor = 70);

CREATE TABLE membership (
  workspace_id uuid        NOT NULL REFERENCES workspace DEFERRABLE INITIALLY DEFERRED,
  account_id   uuid        NOT NULL REFERENCES account DEFERRABLE INITIALLY DEFERRED,
  role         text        NOT NULL CHECK (role IN ('OWNER', 'EDITOR', 'VIEWER')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, account_id)
);
CREATE INDEX membership_account ON membership (account_id);

-- The last journal row of each node, and the last one that changed its place (parent, name, deleted).
-- The root has no row. Names are compared byte by byte.
CREATE TABLE node (
  workspace_id      uuid     NOT NULL,
  node_id           uuid     NOT NULL,
  parent_id         uuid     NOT NULL,
  name              text     COLLATE "C" NOT NULL,
  kind              smallint NOT NULL CHECK (kind BETWEEN 0 AND 2),
  version           integer  NOT NULL,
  deleted           boolean  NOT NULL,
  revision          bigint   NOT NULL,
  location_revision bigint   NOT NULL,
  PRIMARY KEY (workspace_id, node_id),
  -- Live siblings have different names; looked at when the transaction ends, so that a group can swap names.
  CONSTRAINT node_live_name EXCLUDE USING btree
    (workspace_id WITH =, parent_id WITH =, name WITH =) WHERE (NOT deleted) DEFERRABLE INITIALLY DEFERRED
) WITH (fillfactor = 85);
-- The trash of a folder, and which nodes changed beneath a folder since a revision.
CREATE INDEX node_deleted_child ON node (workspace_id, parent_id) WHERE deleted;

CREATE TABLE journal (
  workspace_id uuid        NOT NULL,
  revision     bigint      NOT NULL,
  node_id      uuid        NOT NULL,
  parent_id    uuid        NOT NULL,
  name         text        COLLATE "C" NOT NULL,
  kind         smallint    NOT NULL CHECK (kind BETWEEN 0 AND 2),
  version      integer     NOT NULL,
  deleted      boolean     NOT NULL,
  commit_id    uuid        NOT NULL,
  device_id    text        NOT NULL,
  account_id   uuid        NOT NULL,
  applied_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, revision)
);
CREATE INDEX journal_node ON journal (workspace_id, node_id, revision);

-- Immutable. recipe holds the hashes one after the other, null for links.
CREATE TABLE version (
  workspace_id   uuid        NOT NULL,
  node_id        uuid        NOT NULL,
  number         integer     NOT NULL CHECK (number > 0),
  size           bigint      NOT NULL,
  digest         bytea       NOT NULL,
  modified_nanos bigint      NOT NULL,
  executable     boolean     NOT NULL,
  profile        integer     NOT NULL,
  link_target    text,
  recipe         bytea,
  recipe_digest  bytea,
  chunks         integer     NOT NULL,
  device_id      text        NOT NULL,
  account_id     uuid        NOT NULL,
  revision       bigint      NOT NULL,
  created_at     timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, node_id, number)
);
ALTER TABLE version ALTER COLUMN recipe SET STORAGE EXTERNAL;
-- Versions after a revision: what a sweep subtracts.
CREATE INDEX version_revision ON version (workspace_id, revision);

-- A node id that was answered "merged": changes that name it mean the other node.
CREATE TABLE alias (
  workspace_id uuid        NOT NULL,
  node_id      uuid        NOT NULL,
  into_node_id uuid        NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, node_id)
);

-- state: 0 claimed, 1 verified, 2 quarantined
CREATE TABLE chunk (
  workspace_id   uuid        NOT NULL,
  hash           bytea       NOT NULL,
  raw_length     integer     NOT NULL,
  state          smallint    NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
  created_at     timestamptz NOT NULL DEFAULT now(),
  quarantined_at timestamptz,
  PRIMARY KEY (workspace_id, hash)
);

CREATE TABLE chunk_location (
  workspace_id  uuid     NOT NULL,
  hash          bytea    NOT NULL,
  pack_id       uuid     NOT NULL,
  entry         integer  NOT NULL,
  byte_offset   bigint   NOT NULL,
  stored_length integer  NOT NULL,
  raw_length    integer  NOT NULL,
  codec         smallint NOT NULL,
  verified      boolean  NOT NULL DEFAULT false,
  PRIMARY KEY (workspace_id, hash, pack_id, entry)
);
CREATE INDEX chunk_location_pack ON chunk_location (workspace_id, pack_id);

-- state: 0 live, 1 condemned. The primary key decides between a commit that names a pack and a cleanup that takes it.
CREATE TABLE pack (
  workspace_id uuid        NOT NULL,
  pack_id      uuid        NOT NULL,
  state        smallint    NOT NULL CHECK (state IN (0, 1)),
  uploader     text,
  size_bytes   bigint      NOT NULL,
  entries      integer     NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  verified_at  timestamptz,
  rejected_at  timestamptz,
  PRIMARY KEY (workspace_id, pack_id)
);
CREATE INDEX pack_to_verify ON pack (created_at) WHERE state = 0 AND verified_at IS NULL;

-- Applied commits whose answer the device has not confirmed yet.
CREATE TABLE commit_log (
  device_id      text        NOT NULL,
  commit_id      uuid        NOT NULL,
  sequence       bigint      NOT NULL,
  workspace_id   uuid        NOT NULL,
  request_digest bytea       NOT NULL,
  answer         bytea       NOT NULL,
  applied_at     timestamptz NOT NULL,
  PRIMARY KEY (device_id, commit_id),
  UNIQUE (device_id, sequence)
);

-- Recipes too long for a message, sent ahead over HTTPS; kept for a day.
CREATE TABLE staged_recipe (
  workspace_id uuid        NOT NULL,
  digest       bytea       NOT NULL,
  recipe       bytea       NOT NULL,
  device_id    text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, digest)
);
ALTER TABLE staged_recipe ALTER COLUMN recipe SET STORAGE EXTERNAL;
CREATE INDEX staged_recipe_age ON staged_recipe (created_at);

-- A chain of digests for each scope: a workspace, or an account for what belongs to no workspace.
CREATE TABLE audit (
  scope_id   uuid        NOT NULL,
  sequence   bigint      NOT NULL,
  at         timestamptz NOT NULL,
  account_id uuid,
  device_id  text,
  action     text        NOT NULL,
  detail     text        NOT NULL,
  previous   bytea       NOT NULL,
  digest     bytea       NOT NULL,
  PRIMARY KEY (scope_id, sequence)
);
CREATE INDEX audit_at ON audit (at);
