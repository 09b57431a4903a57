package io.driftless.server.node;

import io.driftless.server.access.RefusedException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Where a listing goes on, as text that fits into an address: behind a revision, or an id. */
public final class PageToken {

  private static final int ID_BYTES = 16;

  private PageToken() {}

  /** A page that begins at a number. */
  public static String of(long number) {
    return text(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  static String of(UUID id) {
    return text(
        ByteBuffer.allocate(ID_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
  }

  /** Reads {@link #of(long)}; refuses what is none. */
  public static long number(String token) {
    return read(token, Long.BYTES).getLong();
  }

  /** Reads {@link #of(UUID)}; refuses what is none. */
  static UUID id(String token) {
    ByteBuffer from = read(token, ID_BYTES);
    return new UUID(from.getLong(), from.getLong());
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static ByteBuffer read(String token, int length) {
    RefusedException refused =
        RefusedException.invalid("page", "This is no page of this listing. Begin again.");
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length == length) {
        return ByteBuffer.wrap(bytes);
      }
    } catch (IllegalArgumentException e) {
      refused.initCause(e);
    }
    throw refused;
  }
}
