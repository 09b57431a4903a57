-- Runs that wait until a second operator releases them, where the job asks for that.
ALTER TABLE job_run DROP CONSTRAINT job_run_state_check;
ALTER TABLE job_run ADD CONSTRAINT job_run_state_check CHECK (state IN
  ('WAITING', 'STARTING', 'RUNNING', 'STOPPING', 'STOPPED', 'FAILED', 'COMPLETED', 'REJECTED'));

-- asked_by: who wanted it: the operator who started it, or who set the schedule. decided_by: who released or rejected it.
ALTER TABLE job_run ADD COLUMN asked_by uuid, ADD COLUMN decided_by uuid;
ALTER TABLE job_schedule ADD COLUMN changed_by uuid;

-- One run of a kind at a time, and one that waits.
DROP INDEX job_run_active;
CREATE UNIQUE INDEX job_run_active ON job_run (kind) WHERE ended_at IS NULL AND state <> 'WAITING';
CREATE UNIQUE INDEX job_run_waiting ON job_run (kind) WHERE state = 'WAITING';

-- The jobs that ask for it. off_asked_by: who wants that to end; another operator's word ends it.
CREATE TABLE job_release (
  kind         text        PRIMARY KEY,
  off_asked_by uuid,
  changed_at   timestamptz NOT NULL
);
