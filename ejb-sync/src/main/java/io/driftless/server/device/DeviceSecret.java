package io.driftless.server.device;

import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The secret of a device, told once and stored as its digest. One round of SHA-256 is enough for
 * 256 random bits: there is nothing to guess.
 *
 * @param text 43 characters of URL-safe base64
 */
record DeviceSecret(String text) {

  private static final int BYTES = 32;

  static DeviceSecret random(RandomGenerator random) {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return new DeviceSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** The hex SHA-256 of the text, as the broker's realm compares it. */
  String hash() {
    return Sha256.digest(text.getBytes(StandardCharsets.US_ASCII)).hex();
  }

  /** Never the secret itself: it must not reach a log. */
  @Override
  public String toString() {
    return "DeviceSecret[...]";
  }
}
