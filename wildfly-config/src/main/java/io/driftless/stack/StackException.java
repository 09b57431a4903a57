package io.driftless.stack;

/**
 * The stack can't do what was asked, for a reason that a person can act on: the message is the
 * whole output.
 */
public final class StackException extends Exception {

  private static final long serialVersionUID = 1L;

  /** One or more sentences: what failed and what to do. */
  public StackException(String message) {
    super(message);
  }

  /** As above, with what it came from. */
  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
