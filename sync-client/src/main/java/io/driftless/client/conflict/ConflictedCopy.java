package io.driftless.client.conflict;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conflicted copy, by its name.
 *
 * @param folder the linked folder
 * @param copy its path below the folder
 * @param original the path of the file that kept the name
 * @param device whose content the copy holds
 * @param date when it was set aside
 */
@JsonPropertyOrder({"folder", "copy", "original", "device", "date"})
public record ConflictedCopy(
    String folder, String copy, String original, String device, String date) {

  private static final Pattern NAME =
      Pattern.compile(
          "(.*) \\(conflicted copy, (.+), (\\d{4}-\\d{2}-\\d{2})(?: \\d+)?\\)(\\.[^.]+)?",
          Pattern.DOTALL);

  /**
   * The copy at a path; null when its name is none of a copy.
   *
   * @param path below the folder
   */
  public static @Nullable ConflictedCopy of(Path folder, Path path) {
    Path name = path.getFileName();
    Matcher parts = NAME.matcher(name == null ? "" : name.toString());
    if (!parts.matches()) {
      return null;
    }
    String extension = parts.group(4) == null ? "" : parts.group(4);
    String kept = parts.group(1) + extension;
    return new ConflictedCopy(
        folder.toString(),
        path.toString(),
        path.resolveSibling(kept).toString(),
        parts.group(2),
        parts.group(3));
  }

  /** Where the copy is. */
  public Path copyPath() {
    return Path.of(folder).resolve(copy);
  }

  /** Where the file that kept the name is, if it is there. */
  public Path originalPath() {
    return Path.of(folder).resolve(original);
  }
}
