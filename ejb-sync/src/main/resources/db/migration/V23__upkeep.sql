-- When what has lapsed is cleared away, unless an operator says otherwise.
INSERT INTO job_schedule VALUES ('upkeep', '50', '0', '*', '*', '*', 'UTC', true, '{}', now(), NULL);
INSERT INTO job_schedule VALUES ('compact', '50', '2', '*', '*', '*', 'UTC', true, '{}', now(), NULL);
