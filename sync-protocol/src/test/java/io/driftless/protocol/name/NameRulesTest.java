package io.driftless.protocol.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NameRulesTest {

  static List<String> legal() {
    return List.of(
        "a",
        "...",
        ".a",
        " ",
        "a b",
        "a\\b",
        "a:b",
        "CON",
        "a.",
        "tab\t",
        "new\nline",
        "\u0007",
        "e\u0301",
        "\u00e9",
        "\ud83d\ude00",
        "\ufffd",
        "\uffff",
        "\u202e",
        "x".repeat(255),
        "\u00e9".repeat(127),
        "\ud83d\ude00".repeat(63));
  }

  @ParameterizedTest
  @MethodSource("legal")
  void oddButLegalNamesPass(String name) {
    assertThat(NameRules.check(name)).isEmpty();
  }

  @Test
  void eachIllegalNameHasItsProblem() {
    assertThat(NameRules.check("")).contains(NameProblem.EMPTY);
    assertThat(NameRules.check(".")).contains(NameProblem.DOTS);
    assertThat(NameRules.check("..")).contains(NameProblem.DOTS);
    assertThat(NameRules.check("a/b")).contains(NameProblem.SLASH);
    assertThat(NameRules.check("/")).contains(NameProblem.SLASH);
    assertThat(NameRules.check("a\0")).contains(NameProblem.NUL);
    assertThat(NameRules.check("\ud83d")).contains(NameProblem.NOT_UNICODE);
    assertThat(NameRules.check("\ude00\ud83d")).contains(NameProblem.NOT_UNICODE);
    assertThat(NameRules.check("x".repeat(256))).contains(NameProblem.TOO_LONG);
    assertThat(NameRules.check("\u00e9".repeat(128))).contains(NameProblem.TOO_LONG);
    assertThat(NameRules.check("\ud83d\ude00".repeat(64))).contains(NameProblem.TOO_LONG);
  }

  @Test
  void problemsHaveWords() {
    assertThat(NameProblem.values()).allMatch(problem -> problem.words().length() > 10);
  }

  @Test
  void cutKeepsCodePointsWhole() {
    assertThat(NameRules.cut("ab\u00e9c", 3)).isEqualTo("ab");
    assertThat(NameRules.cut("ab\u00e9c", 4)).isEqualTo("ab\u00e9");
    assertThat(NameRules.cut("\ud83d\ude00", 3)).isEmpty();
    assertThat(NameRules.cut("abc", 9)).isEqualTo("abc");
  }
}
