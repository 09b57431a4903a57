package io.driftless.client.server;

import java.io.IOException;
import java.util.Locale;

/**
 * A call that the server did not fulfil. The message says what failed and what to do, in words for
 * a person.
 */
public final class ServerException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, and so what to do. */
  public enum Kind {
    /** No answer: no network, a wrong address or port, or the server is down. Try again later. */
    UNREACHABLE(true),
    /** The server can't at the moment (5xx, 429). Try again later. */
    BUSY(true),
    /** Something answers, but no Driftless server, or one of another protocol version. */
    NOT_DRIFTLESS(false),
    /** The sign-on has ended: a person must log in again. */
    SIGN_ON(false),
    /** The account or the device may not do that. */
    DENIED(false),
    /** What was named does not exist (any more). */
    NOT_FOUND(false),
    /** The request can never succeed as it is. */
    REFUSED(false);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }
  }

  private final Kind kind;
  private final String code;

  /**
   * A failure.
   *
   * @param code the problem's code as in docs/protocol.md; the kind's name in lower case when the
   *     server told none
   */
  public ServerException(Kind kind, String code, String message) {
    super(message);
    this.kind = kind;
    this.code = code;
  }

  /** The code of failures for which the server told none. */
  public static String codeOf(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In words for a person; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** What to do about it. */
  public Kind kind() {
    return kind;
  }

  /** The stable code that {@code status} shows. */
  public String code() {
    return code;
  }

  /** Whether the same call may succeed later without anybody doing something. */
  public boolean passing() {
    return kind.passing;
  }
}
