-- From which network address it was done, and what came of it. Links written before have neither.
ALTER TABLE audit ADD COLUMN address text;
ALTER TABLE audit ADD COLUMN result  text;

-- What was put outside of the database about the chains: number n holds the digest of number n - 1 and the last digest
-- of each chain that grew in between. The blob store keeps the anchor itself; this row tells where the next begins.
CREATE TABLE audit_anchor (
  number bigint      PRIMARY KEY CHECK (number > 0),
  at     timestamptz NOT NULL,
  chains integer     NOT NULL,
  digest bytea       NOT NULL
);
