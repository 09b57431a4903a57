package io.driftless.client.cli;

/** What the command's exit status means; part of its stable form. */
final class ExitCode {

  /** Done. */
  static final int OK = 0;

  /** An unexpected failure; the log has more. */
  static final int FAILED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** Somebody has to log in (again). */
  static final int SIGN_ON = 3;

  /** The server can't be reached, or it is no Driftless server. */
  static final int SERVER = 4;

  /** The folder or the state folder can't be used. */
  static final int FOLDER = 5;

  /** Another client runs on the same state folder. */
  static final int RUNNING = 6;

  /** {@code sync --once}: settled as far as possible, but something waits. */
  static final int WAITING = 7;

  /** The server understood and refused. */
  static final int REFUSED = 8;

  private ExitCode() {}
}
