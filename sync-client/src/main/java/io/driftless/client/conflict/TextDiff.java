package io.driftless.client.conflict;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The difference of two text files. */
public final class TextDiff {

  private static final long MAX_BYTES = 8 << 20;
  private static final int CONTEXT = 3;

  private TextDiff() {}

  /**
   * The lines of a unified diff; empty when both are the same; null when one of them is no text in
   * UTF-8, or too large to be read by a person.
   */
  public static @Nullable List<String> unified(Path original, Path copy, String from, String to)
      throws IOException {
    List<String> before = text(original);
    List<String> after = text(copy);
    return before == null || after == null
        ? null
        : UnifiedDiffUtils.generateUnifiedDiff(
            from, to, before, DiffUtils.diff(before, after), CONTEXT);
  }

  private static @Nullable List<String> text(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      return null;
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return text.indexOf(0) >= 0 ? null : text.lines().toList();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
