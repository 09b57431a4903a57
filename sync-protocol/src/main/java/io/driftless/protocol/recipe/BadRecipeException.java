package io.driftless.protocol.recipe;

/**
 * A recipe script that can't be expanded to what it promises; the message says which step and why.
 */
public class BadRecipeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadRecipeException(String message) {
    super(message);
  }
}
