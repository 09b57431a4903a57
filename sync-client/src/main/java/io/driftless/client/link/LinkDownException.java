package io.driftless.client.link;

import java.io.IOException;

/** The line to the broker is down, or went down before the broker confirmed the message. */
public final class LinkDownException extends IOException {

  private static final long serialVersionUID = 1L;

  public LinkDownException(String message) {
    super(message);
  }

  public LinkDownException(String message, Throwable cause) {
    super(message, cause);
  }
}
