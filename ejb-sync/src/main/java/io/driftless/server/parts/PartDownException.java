package io.driftless.server.parts;

import jakarta.ejb.ApplicationException;

/** Work has to wait because a part is down; it comes again by itself. */
@ApplicationException
public class PartDownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PartDownException(String message) {
    super(message);
  }
}
