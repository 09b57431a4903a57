-- What of the history is kept. A pruned version keeps its row: who changed what and when stays known, its content does not.
ALTER TABLE version ADD COLUMN pruned_at timestamptz;

-- The policy of a workspace; that of the company has the workspace 0.
CREATE TABLE retention_policy (
  workspace_id uuid        PRIMARY KEY,
  policy       jsonb       NOT NULL,
  changed_by   uuid,
  changed_at   timestamptz NOT NULL
);

-- Versions that are never pruned while the pin is there.
CREATE TABLE version_pin (
  workspace_id uuid        NOT NULL,
  node_id      uuid        NOT NULL,
  number       integer     NOT NULL,
  label        text        NOT NULL,
  account_id   uuid        NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, node_id, number)
);

INSERT INTO job_schedule VALUES ('prune', '40', '1', '*', '*', '*', 'UTC', true, '{}', now(), NULL);
