package io.driftless.client.home;

/** A state folder or a folder to sync can't be used; the message says why and what to do. */
public final class HomeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  public HomeException(String code, String message) {
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
