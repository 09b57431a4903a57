-- Invitations to workspaces by mail address, small letters in ASCII: who signs in with that address, checked by the sign-on, becomes a member.
CREATE TABLE invitation (
  id           uuid        PRIMARY KEY,
  workspace_id uuid        NOT NULL REFERENCES workspace,
  address      text        COLLATE "C" NOT NULL,
  role         text        NOT NULL CHECK (role IN ('OWNER', 'EDITOR', 'VIEWER')),
  maker        uuid        NOT NULL REFERENCES account,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz,
  accepted_at  timestamptz,
  accepted_by  uuid        REFERENCES account
);
CREATE INDEX invitation_workspace ON invitation (workspace_id, created_at);
CREATE INDEX invitation_address ON invitation (address) WHERE revoked_at IS NULL AND accepted_at IS NULL;
