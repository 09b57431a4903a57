package io.driftless.client.server;

import io.driftless.protocol.api.JournalMessages.ChangesPage;

/** What came of reading the journal from a cursor. */
public sealed interface JournalRead {

  /** The next rows. */
  record Page(ChangesPage page) implements JournalRead {}

  /**
   * The database behind the server has not caught up with the revision asked for; ask again soon.
   */
  record NotYet() implements JournalRead {}

  /**
   * The cursor leads nowhere any more: note the head, page the snapshot, replay from there.
   *
   * @param reason in words, for the log
   * @param epochChanged whether the server began a new life, so that absence never deletes
   */
  record Resync(String reason, boolean epochChanged) implements JournalRead {}
}
