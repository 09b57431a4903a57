package io.driftless.client.control;

import java.io.IOException;

/** The running client understood a wish and could not fulfil it; the message says why. */
public final class ControlException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String code;

  public ControlException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Stable, for programs. */
  public String code() {
    return code;
  }

  /** In words for a person; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
