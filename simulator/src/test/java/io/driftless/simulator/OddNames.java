package io.driftless.simulator;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * How names look on disks that can't hold each, written down once more without a look at the
 * client's own way: 0xF000 above an ASCII character, U+F101 to U+F1FE for a clash, U+F100 before
 * what a name brings itself, U+F1FF and eight digits for a part that was cut.
 */
final class OddNames {

  /** The one character of that area that users give names with. */
  static final char BROUGHT = '\uf029';

  private static final Pattern CODE = Pattern.compile("\\\\u([0-9a-f]{4})");
  private static final Pattern CUT = Pattern.compile("\uf1ff([0-9a-f]{8})");
  private static final Pattern LOCAL =
      Pattern.compile("(?<!q)[\uf000-\uf1ff]|[\uf000-\uf1ff&&[^\uf029]]");

  private OddNames() {}

  /** Whether a name has what only names on some disk may have. */
  static boolean isLocal(String name) {
    return LOCAL.matcher(name).find();
  }

  /** Whether a name on a disk stands for a name that travels. */
  static boolean means(String onDisk, String name, boolean decomposes) {
    var cut = CUT.matcher(onDisk);
    if (!cut.find()) {
      return formed(decoded(onDisk), decomposes).equals(formed(name, decomposes));
    }
    for (int number = 0; number < 3; number++) {
      byte[] text = (name + "/" + number).getBytes(StandardCharsets.UTF_8);
      if (io.driftless.protocol.id.Sha256.digest(text).hex().startsWith(cut.group(1))) {
        return true;
      }
    }
    return false;
  }

  static String formed(String name, boolean decomposes) {
    return decomposes ? Normalizer.normalize(name, Normalizer.Form.NFC) : name;
  }

  private static String decoded(String onDisk) {
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < onDisk.length(); at++) {
      char c = onDisk.charAt(at);
      if (quoted || c < 0xf000 || c > 0xf1ff) {
        name.append(c);
        quoted = false;
      } else if (c == 0xf100) {
        quoted = true;
      } else if (c < 0xf080) {
        name.append((char) (c - 0xf000));
      }
    }
    return name.toString();
  }

  /** As text that every terminal shows. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      plain.append(c < 0x7f ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return plain.toString();
  }

  /** What {@link #plain} was made of. */
  static String odd(String plain) {
    return CODE.matcher(plain)
        .replaceAll(code -> Character.toString(Integer.parseInt(code.group(1), 16)));
  }
}
