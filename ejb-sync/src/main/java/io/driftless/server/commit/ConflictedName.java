package io.driftless.server.commit;

import io.driftless.protocol.message.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Predicate;

/**
 * The name of something whose own name is held by another: {@code name (conflicted copy, DEVICE,
 * DATE).ext}, with a number behind the date when that is taken too; at most 255 bytes.
 */
final class ConflictedName {

  private static final int MAX_EXTENSION_BYTES = 32;
  private static final int MAX_DEVICE_BYTES = 64;

  private ConflictedName() {}

  /**
   * A free name.
   *
   * @param folder whether dots in the name mean nothing
   * @param taken whether a name is held
   */
  static String of(String name, boolean folder, CommitContext context, Predicate<String> taken) {
    int dot = folder ? -1 : name.lastIndexOf('.');
    boolean split = dot > 0 && bytes(name.substring(dot)) <= MAX_EXTENSION_BYTES;
    String stem = split ? name.substring(0, dot) : name;
    String extension = split ? name.substring(dot) : "";
    String device = cut(context.deviceName().replaceAll("[/\\p{Cntrl}]", "_"), MAX_DEVICE_BYTES);
    String date =
        Instant.ofEpochMilli(context.nowMillis()).atZone(ZoneOffset.UTC).toLocalDate().toString();
    for (int number = 1; ; number++) {
      String mark =
          " (conflicted copy, %s, %s%s)%s"
              .formatted(device, date, number == 1 ? "" : " " + number, extension);
      String candidate = cut(stem, Limits.MAX_NAME_BYTES - bytes(mark)) + mark;
      if (!taken.test(candidate)) {
        return candidate;
      }
    }
  }

  private static String cut(String text, int maxBytes) {
    String cut = text;
    while (bytes(cut) > maxBytes) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
