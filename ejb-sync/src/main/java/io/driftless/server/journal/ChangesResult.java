package io.driftless.server.journal;

import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.id.Revision;

/** What a call for changes gets. */
public sealed interface ChangesResult {

  /** The rows after the cursor. */
  record Page(ChangesPage page) implements ChangesResult {}

  /**
   * The journal has not come as far as was asked: the commit that was announced is not visible yet.
   *
   * @param head where it is
   */
  record NotYet(Revision head) implements ChangesResult {}

  /**
   * The cursor leads nowhere: the device pages the snapshot and replays.
   *
   * @param reason in words
   * @param epochChanged whether the cursor is of another life of the server, so that absence must
   *     not delete
   */
  record Resync(String reason, boolean epochChanged) implements ChangesResult {}
}
