-- Jobs: what runs, what it did, and what the collector of chunks remembers.

-- A condemned pack's row stays for ever: a commit that still knows the pack's footer must find it taken.
ALTER TABLE pack ADD COLUMN condemned_at timestamptz, ADD COLUMN deleted_at timestamptz;
UPDATE pack SET condemned_at = now() WHERE state = 1;
ALTER TABLE pack ADD CONSTRAINT pack_condemned_at CHECK ((state = 1) = (condemned_at IS NOT NULL));
CREATE INDEX pack_to_delete ON pack (workspace_id, pack_id) WHERE state = 1 AND deleted_at IS NULL;

CREATE INDEX chunk_quarantined ON chunk (workspace_id, hash) WHERE state = 2;

-- When the database was last restored from a backup: cleanups of what it does not know rest after that.
ALTER TABLE server_state ADD COLUMN restored_at timestamptz;
CREATE FUNCTION note_restore() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.restored_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER server_state_restored BEFORE UPDATE OF epoch ON server_state
  FOR EACH ROW WHEN (OLD.epoch IS DISTINCT FROM NEW.epoch) EXECUTE FUNCTION note_restore();

-- state: what an operator sees. boot: the life of the server that runs it; node: that server's name.
CREATE TABLE job_run (
  run_id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind          text        NOT NULL,
  workspace_id  uuid,
  dry_run       boolean     NOT NULL,
  list_of       bigint      REFERENCES job_run ON DELETE SET NULL,
  settings      jsonb       NOT NULL,
  started_by    uuid,
  state         text        NOT NULL
    CHECK (state IN ('STARTING', 'RUNNING', 'STOPPING', 'STOPPED', 'FAILED', 'COMPLETED')),
  execution_id  bigint,
  node          text        NOT NULL,
  boot          uuid        NOT NULL,
  heartbeat_at  timestamptz NOT NULL,
  created_at    timestamptz NOT NULL,
  ended_at      timestamptz
);
-- One run of a kind at a time, in the whole cluster.
CREATE UNIQUE INDEX job_run_active ON job_run (kind) WHERE ended_at IS NULL;

CREATE TABLE job_count (
  run_id       bigint NOT NULL REFERENCES job_run ON DELETE CASCADE,
  workspace_id uuid   NOT NULL,
  stage        text   NOT NULL,
  name         text   NOT NULL,
  value        bigint NOT NULL,
  PRIMARY KEY (run_id, workspace_id, stage, name)
);

-- What a dry run would take: a chunk's hash, a pack's id, a node and the number of its version.
CREATE TABLE job_item (
  run_id       bigint NOT NULL REFERENCES job_run ON DELETE CASCADE,
  stage        text   NOT NULL,
  workspace_id uuid   NOT NULL,
  item         text   COLLATE "C" NOT NULL,
  bytes        bigint NOT NULL,
  PRIMARY KEY (run_id, stage, workspace_id, item)
);

CREATE TABLE job_error (
  run_id       bigint      NOT NULL REFERENCES job_run ON DELETE CASCADE,
  sequence     bigint      GENERATED ALWAYS AS IDENTITY,
  workspace_id uuid,
  stage        text        NOT NULL,
  at           timestamptz NOT NULL,
  message      text        NOT NULL,
  PRIMARY KEY (run_id, sequence)
);

CREATE TABLE job_schedule (
  kind          text        PRIMARY KEY,
  minute        text        NOT NULL,
  hour          text        NOT NULL,
  day_of_month  text        NOT NULL,
  month         text        NOT NULL,
  day_of_week   text        NOT NULL,
  zone          text        NOT NULL,
  enabled       boolean     NOT NULL,
  settings      jsonb       NOT NULL,
  changed_at    timestamptz NOT NULL,
  last_fired_at timestamptz
);
INSERT INTO job_schedule VALUES ('collect', '20', '2', '*', '*', '*', 'UTC', true, '{}', now(), NULL);

-- The chunks that the versions of a workspace name, gathered by one run up to a revision.
CREATE TABLE chunk_mark (
  workspace_id uuid  NOT NULL,
  hash         bytea NOT NULL,
  PRIMARY KEY (workspace_id, hash)
);
CREATE TABLE chunk_mark_state (
  workspace_id uuid    PRIMARY KEY,
  run_id       bigint  NOT NULL,
  revision     bigint  NOT NULL,
  complete     boolean NOT NULL
);
