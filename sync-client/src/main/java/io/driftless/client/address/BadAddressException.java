package io.driftless.client.address;

/** An address that can't or mustn't be used; the message says why and what to write instead. */
public final class BadAddressException extends Exception {

  private static final long serialVersionUID = 1L;

  public BadAddressException(String message) {
    super(message);
  }
}
