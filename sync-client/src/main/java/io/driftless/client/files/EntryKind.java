package io.driftless.client.files;

/** What a name in a folder stands for. */
public enum EntryKind {
  FILE,
  FOLDER,
  LINK,
  /** A socket, pipe or device: never synced, never touched. */
  OTHER
}
