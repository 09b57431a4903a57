package io.driftless.client.login;

import io.driftless.client.login.OidcMessages.Tokens;

/** What the token endpoint said. */
sealed interface TokenAnswer {

  /** Here they are. */
  record Granted(Tokens tokens) implements TokenAnswer {
    @Override
    public String toString() {
      return "Granted"; // without the secrets
    }
  }

  /**
   * None.
   *
   * @param error the code of RFC 6749 or RFC 8628, such as {@code authorization_pending}
   * @param description in words
   */
  record NotGranted(String error, String description) implements TokenAnswer {}
}
