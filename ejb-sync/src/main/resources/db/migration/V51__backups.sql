-- Backups: the packs that each one's moment names as live stay in the blob store until keep_until.
CREATE TABLE backup_pin (
  backup       uuid        PRIMARY KEY,
  taken_at     timestamptz NOT NULL,
  completed_at timestamptz,
  keep_until   timestamptz NOT NULL,
  place        text        NOT NULL
);
