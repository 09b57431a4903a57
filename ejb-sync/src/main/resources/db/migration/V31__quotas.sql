-- What a person may hold, over all workspaces that count for them; null for the server's default.
ALTER TABLE account ADD COLUMN quota_bytes bigint CHECK (quota_bytes >= 0);
ALTER TABLE workspace ADD CHECK (quota_bytes >= 0);

-- For whose quota a workspace counts: its maker's, or an owner's after the maker has left.
ALTER TABLE workspace ADD COLUMN charged_to uuid REFERENCES account DEFERRABLE INITIALLY DEFERRED;
UPDATE workspace SET charged_to = coalesce(personal_owner, (
  SELECT account_id FROM membership
  WHERE membership.workspace_id = workspace.id AND role = 'OWNER' ORDER BY created_at, account_id LIMIT 1));
CREATE INDEX workspace_charged_to ON workspace (charged_to);
