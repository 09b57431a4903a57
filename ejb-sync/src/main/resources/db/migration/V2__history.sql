-- The trash of a workspace, newest first.
CREATE INDEX node_trash ON node (workspace_id, revision) WHERE deleted;

-- What lay in a folder at any time, by name.
CREATE INDEX journal_place ON journal (workspace_id, parent_id, name);
