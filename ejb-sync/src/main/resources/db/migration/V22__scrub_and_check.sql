-- When packs are read back and the metadata is checked, unless an operator says otherwise.
INSERT INTO job_schedule VALUES ('scrub', '10', '4', '*', '*', '*', 'UTC', true, '{}', now(), NULL);
INSERT INTO job_schedule VALUES ('check', '30', '3', '*', '*', 'Sun', 'UTC', true, '{}', now(), NULL);
