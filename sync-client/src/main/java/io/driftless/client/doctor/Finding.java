package io.driftless.client.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param check its stable name, for programs
 * @param verdict good, or how bad
 * @param words what was found, for people
 * @param remedy what to do; null when there is nothing to do
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonPropertyOrder({"check", "verdict", "words", "remedy"})
public record Finding(String check, Verdict verdict, String words, @Nullable String remedy) {

  /** How it stands. */
  public enum Verdict {
    /** As it should be. */
    @JsonProperty("ok")
    OK,
    /** Works, but not as well as it could, or not for long. */
    @JsonProperty("warning")
    WARNING,
    /** Does not work. */
    @JsonProperty("failed")
    FAILED,
    /** Can't be told, because something before it failed. */
    @JsonProperty("skipped")
    SKIPPED
  }

  static Finding ok(String check, String words) {
    return new Finding(check, Verdict.OK, words, null);
  }

  static Finding warning(String check, String words, String remedy) {
    return new Finding(check, Verdict.WARNING, words, remedy);
  }

  static Finding failed(String check, String words, String remedy) {
    return new Finding(check, Verdict.FAILED, words, remedy);
  }

  static Finding skipped(String check, String words) {
    return new Finding(check, Verdict.SKIPPED, words, null);
  }
}
