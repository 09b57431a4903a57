package io.driftless.client.address;

/** An address that can't or mustn't be used; the message says why and what to write instead. */
public final class BadAddressException extends Exception {

  private static final long serialVersionUID = 1L;

  public BadAddressException(String message) {
    super(message);
  }

  /** In words for a person; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
