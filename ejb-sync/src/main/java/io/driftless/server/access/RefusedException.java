package io.driftless.server.access;

import jakarta.ejb.ApplicationException;
import java.util.Map;

/**
 * A call is refused and its transaction rolled back; nothing of it took effect. An exception, so
 * that no caller can forget to look.
 */
@ApplicationException(rollback = true)
public class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final transient Map<String, Object> more;

  /** A refusal; the message says what and what to do, and names nothing the caller may not see. */
  public RefusedException(Refusal refusal, String message) {
    this(refusal, message, Map.of());
  }

  /**
   * A refusal.
   *
   * @param more further members of the problem, such as limits
   */
  public RefusedException(Refusal refusal, String message, Map<String, Object> more) {
    super(message);
    this.refusal = refusal;
    this.more = Map.copyOf(more);
  }

  /** A part that is down. */
  public static RefusedException unavailable(String part, String message, Throwable cause) {
    RefusedException e = new RefusedException(Refusal.UNAVAILABLE, message, Map.of("part", part));
    e.initCause(cause);
    return e;
  }

  /** A value that is not allowed. */
  public static RefusedException invalid(String field, String message) {
    return new RefusedException(Refusal.INVALID, message, Map.of("field", field));
  }

  /** Something that is not there, or not for this caller. */
  public static RefusedException notFound(String what) {
    return new RefusedException(Refusal.NOT_FOUND, "There is no such " + what + " of yours.");
  }

  public Refusal refusal() {
    return refusal;
  }

  /** Further members of the problem. */
  public Map<String, Object> more() {
    return more;
  }
}
