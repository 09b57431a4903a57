package io.driftless.server.blob;

/** There is no such pack, or no such bytes of it. Asking again does not help. */
public class MissingPackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MissingPackException(String message) {
    super(message);
  }
}
