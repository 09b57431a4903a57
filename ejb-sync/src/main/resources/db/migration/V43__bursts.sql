-- Deletes and rewrites of one device that are so many that they wait until somebody decides.
CREATE TABLE burst_rule (
  workspace_id uuid    PRIMARY KEY REFERENCES workspace,
  files        integer NOT NULL CHECK (files >= 0),
  percent      integer NOT NULL CHECK (percent BETWEEN 0 AND 100)
);

-- What a device deleted and rewrote, minute by minute; older minutes are dropped when it commits again.
CREATE TABLE burst_tally (
  workspace_id uuid        NOT NULL,
  device_id    text        NOT NULL,
  minute       timestamptz NOT NULL,
  files        bigint      NOT NULL,
  PRIMARY KEY (workspace_id, device_id, minute)
);

CREATE TABLE burst (
  id           uuid        PRIMARY KEY,
  workspace_id uuid        NOT NULL REFERENCES workspace,
  device_id    text        NOT NULL,
  state        text        NOT NULL CHECK (state IN ('PARKED', 'APPROVED', 'REJECTED')),
  counted      bigint      NOT NULL,
  began_at     timestamptz NOT NULL,
  decided_at   timestamptz,
  decided_by   uuid
);
CREATE INDEX burst_device ON burst (workspace_id, device_id);
CREATE INDEX burst_parked ON burst (began_at) WHERE state = 'PARKED';

CREATE TABLE burst_change (
  burst_id     uuid    NOT NULL REFERENCES burst,
  node_id      uuid    NOT NULL,
  deed         text    NOT NULL CHECK (deed IN ('REMOVE', 'REWRITE')),
  base_version integer NOT NULL,
  files        integer NOT NULL,
  PRIMARY KEY (burst_id, node_id)
);
