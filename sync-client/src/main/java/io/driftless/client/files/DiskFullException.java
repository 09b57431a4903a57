package io.driftless.client.files;

import java.io.IOException;

/** The file system has no room or no quota left. What was being written is not in place. */
public final class DiskFullException extends IOException {

  private static final long serialVersionUID = 1L;

  public DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }

  public DiskFullException(String message) {
    super(message);
  }
}
