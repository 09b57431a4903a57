-- Bytes of a version that the workspace did not hold before; null for versions from before this was noted.
ALTER TABLE version ADD COLUMN new_bytes bigint;
-- Whether a version has named the chunk: packs may come ahead of their file. All that are there count as named.
ALTER TABLE chunk ADD COLUMN named boolean NOT NULL DEFAULT true;
ALTER TABLE chunk ALTER COLUMN named SET DEFAULT false;
