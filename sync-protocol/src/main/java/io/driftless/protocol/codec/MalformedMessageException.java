package io.driftless.protocol.codec;

import java.io.IOException;

/** Bytes that are no message and never will be; the message says what is wrong with them. */
public class MalformedMessageException extends IOException {

  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message);
  }

  public MalformedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
