-- Large actions: many ordinary commits under one id. The steps are planned when an operation begins; each commit takes the next ones
-- and notes what became of them in its own transaction, so that a crash between two loses nothing and repeats nothing.
-- kind: 0 rewind, 1 undo; state: 0 running, 1 done, 2 stopped
CREATE TABLE operation (
  id            uuid        PRIMARY KEY,
  workspace_id  uuid        NOT NULL REFERENCES workspace DEFERRABLE INITIALLY DEFERRED,
  account_id    uuid        NOT NULL REFERENCES account DEFERRABLE INITIALLY DEFERRED,
  kind          smallint    NOT NULL CHECK (kind IN (0, 1)),
  folder_id     uuid        NOT NULL,
  of_operation  uuid,
  then_revision bigint      NOT NULL,
  seen_revision bigint      NOT NULL,
  state         smallint    NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
  reason        text,
  attempts      integer     NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL,
  finished_at   timestamptz
);
CREATE INDEX operation_of_workspace ON operation (workspace_id, created_at DESC);
CREATE INDEX operation_running ON operation (created_at) WHERE state = 0;

-- action: 0 restore, 1 move, 2 content, 3 remove; state: 0 pending, 1 applied, 2 skipped. version 0 leaves the content.
CREATE TABLE operation_step (
  operation_id uuid     NOT NULL REFERENCES operation ON DELETE CASCADE,
  ordinal      integer  NOT NULL,
  node_id      uuid     NOT NULL,
  kind         smallint NOT NULL,
  action       smallint NOT NULL CHECK (action BETWEEN 0 AND 3),
  now_parent   uuid,
  now_name     text     COLLATE "C",
  parent_id    uuid,
  name         text     COLLATE "C",
  version      integer  NOT NULL,
  state        smallint NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
  note         text,
  PRIMARY KEY (operation_id, ordinal)
);
CREATE UNIQUE INDEX operation_step_node ON operation_step (operation_id, node_id);
CREATE INDEX operation_step_pending ON operation_step (operation_id, ordinal) WHERE state = 0;

-- The commits of an operation: rows that they wrote are its own, all others are changes of somebody else.
CREATE TABLE operation_commit (
  operation_id uuid NOT NULL REFERENCES operation ON DELETE CASCADE,
  commit_id    uuid NOT NULL,
  PRIMARY KEY (operation_id, commit_id)
);
