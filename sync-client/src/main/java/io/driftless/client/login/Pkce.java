package io.driftless.client.login;

import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A proof key for code exchange (RFC 7636, method S256): only who began the sign-on can end it.
 *
 * @param verifier 43 characters, kept until the tokens are fetched
 */
record Pkce(String verifier) {

  private static final int RANDOM_BYTES = 32;

  static Pkce random(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new Pkce(base64(bytes));
  }

  String challenge() {
    return base64(Sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII)).bytes());
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "Pkce"; // without the secret
  }
}
