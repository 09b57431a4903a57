-- Downloads by share links that may go on from the middle without counting once more.
CREATE TABLE share_download (
  share_id uuid        NOT NULL REFERENCES share ON DELETE CASCADE,
  node_id  uuid        NOT NULL,
  version  integer     NOT NULL,
  address  text        NOT NULL,
  began_at timestamptz NOT NULL,
  sent     bigint      NOT NULL,
  PRIMARY KEY (share_id, node_id, version, address)
);
