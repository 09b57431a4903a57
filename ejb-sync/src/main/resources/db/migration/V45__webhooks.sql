-- Addresses that are told when a workspace's journal has grown. Due from next_at on, while told_revision is behind the head.
CREATE TABLE webhook (
  id            uuid        PRIMARY KEY,
  workspace_id  uuid        NOT NULL REFERENCES workspace,
  maker         uuid        NOT NULL REFERENCES account,
  url           text        NOT NULL,
  secret        text        NOT NULL,
  created_at    timestamptz NOT NULL,
  told_revision bigint      NOT NULL,
  next_at       timestamptz NOT NULL,
  attempts      integer     NOT NULL DEFAULT 0,
  failing_since timestamptz,
  dead_at       timestamptz,
  last_result   text
);
CREATE INDEX webhook_workspace ON webhook (workspace_id);
CREATE INDEX webhook_due ON webhook (next_at) WHERE dead_at IS NULL;
