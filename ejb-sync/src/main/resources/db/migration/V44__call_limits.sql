-- How often a person may call the HTTP API in a minute; null for the server's default.
ALTER TABLE account ADD COLUMN calls_per_minute integer CHECK (calls_per_minute > 0);
