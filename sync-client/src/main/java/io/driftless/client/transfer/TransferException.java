package io.driftless.client.transfer;

import java.io.IOException;
import java.util.Locale;

/**
 * Content that could not be moved, after the retries that made sense. The message says what failed
 * and what happens next, in words for a person; it never holds a pass.
 */
public class TransferException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, and so what to do. */
  public enum Kind {
    /** The blob store gave no answer, or broke off. Try again later. */
    UNREACHABLE(true),
    /** The blob store can't at the moment. Try again later. */
    BUSY(true),
    /** The server could not give a pass at the moment. Try again later. */
    NO_PASS(true),
    /** The transfer was called off, or the client is being stopped. */
    STOPPED(true),
    /** The server or the blob store refuses; a person has to act. */
    REFUSED(false),
    /** The pack or chunk is not where it was said to be, and nowhere else either. */
    MISSING(false),
    /** There is another pack of that name: pack the chunks again under a new one. */
    TAKEN(false);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }
  }

  private final Kind kind;
  private final String code;

  public TransferException(Kind kind, String message) {
    this(kind, kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), message);
  }

  TransferException(Kind kind, String code, String message) {
    super(message);
    this.kind = kind;
    this.code = code;
  }

  /** What to do about it. */
  public Kind kind() {
    return kind;
  }

  /** The stable code that {@code status} shows. */
  public String code() {
    return code;
  }

  /** Whether the same transfer may succeed later without anybody doing something. */
  public boolean passing() {
    return kind.passing;
  }
}
