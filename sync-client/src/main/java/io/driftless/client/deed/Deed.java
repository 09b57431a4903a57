package io.driftless.client.deed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the client did.
 *
 * @param atMillis when, by this device's clock
 * @param rule in lower case with hyphens: {@code fetched}, {@code folder-made}, {@code moved},
 *     {@code removed}, {@code set-aside}, {@code sent}
 * @param node the entry's id in the workspace
 * @param path where the entry is now, or was when it is gone; below the folder, with '/'
 * @param before where it was before; null when it was not moved
 * @param revision of the journal row that it follows or made
 * @param commit that wrote this row; null when it was not told
 * @param device that sent the commit
 * @param account of that device
 * @param madeAtMillis when the server applied it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "atMillis",
  "rule",
  "node",
  "path",
  "before",
  "revision",
  "commit",
  "device",
  "account",
  "madeAtMillis"
})
public record Deed(
    long atMillis,
    String rule,
    @Nullable String node,
    String path,
    @Nullable String before,
    long revision,
    @Nullable String commit,
    @Nullable String device,
    @Nullable String account,
    @Nullable Long madeAtMillis) {

  /** Whether it concerns an entry, or what lies beneath it. */
  public boolean isAbout(String asked) {
    return isIn(path, asked) || (before != null && isIn(before, asked));
  }

  private static boolean isIn(String path, String asked) {
    return asked.isEmpty() || path.equals(asked) || path.startsWith(asked + "/");
  }
}
