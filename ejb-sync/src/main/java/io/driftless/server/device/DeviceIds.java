package io.driftless.server.device;

import io.driftless.protocol.id.DeviceId;
import java.text.Normalizer;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Makes device ids that a person recognises: what is left of the name in {@code [a-z0-9-]}, then 50
 * random bits. Ids are no secrets; the random part keeps two laptops apart.
 */
final class DeviceIds {

  private static final int MAX_READABLE = 24;
  private static final int RANDOM_LETTERS = 10;

  /** RFC 4648 base32 in lower case: five bits a letter. */
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  private DeviceIds() {}

  static DeviceId make(String name, RandomGenerator random) {
    StringBuilder id = new StringBuilder(readable(name)).append('-');
    for (int i = 0; i < RANDOM_LETTERS; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new DeviceId(id.toString());
  }

  private static String readable(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(plain.length(), MAX_READABLE));
    String trimmed = cut.replaceAll("^-+|-+$", "");
    return trimmed.isEmpty() ? "device" : trimmed;
  }
}
