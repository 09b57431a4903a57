-- How much of what happens to bursts a webhook has told: each beginning, and each first decision.
ALTER TABLE webhook ADD COLUMN told_bursts bigint NOT NULL DEFAULT 0;

UPDATE webhook h SET told_bursts =
  (SELECT count(*) + count(b.decided_at) FROM burst b WHERE b.workspace_id = h.workspace_id);
