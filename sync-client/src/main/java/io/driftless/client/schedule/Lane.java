package io.driftless.client.schedule;

/** What kind of work a job is, so that one kind can't starve another. */
public enum Lane {
  /** Listing and looking at files: short, many. */
  SCAN,
  /** Reading and hashing content. */
  HASH,
  /** Calls to the server and messages to the broker. */
  SERVER,
  /** Packs up. */
  UPLOAD,
  /** Packs down, and putting files in place. */
  DOWNLOAD
}
