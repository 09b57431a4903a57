-- Locks on files: until one expires, or its owner may not write there any more, nobody else changes the file.
CREATE TABLE file_lock (
  workspace_id uuid        NOT NULL REFERENCES workspace,
  node_id      uuid        NOT NULL,
  account_id   uuid        NOT NULL REFERENCES account,
  note         text,
  since        timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, node_id)
);
