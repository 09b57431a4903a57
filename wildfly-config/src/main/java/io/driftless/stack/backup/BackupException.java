package io.driftless.stack.backup;

/** A backup can't be taken, is not whole, or may not be restored there; the message says why. */
public final class BackupException extends Exception {

  private static final long serialVersionUID = 1L;

  /** A backup that is refused. */
  public BackupException(String message) {
    super(message);
  }
}
