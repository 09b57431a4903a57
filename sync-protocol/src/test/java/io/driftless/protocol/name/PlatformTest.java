package io.driftless.protocol.name;

import static io.driftless.protocol.name.Platform.LINUX;
import static io.driftless.protocol.name.Platform.MACOS;
import static io.driftless.protocol.name.Platform.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CON",
        "con.txt",
        "Aux",
        "nul.tar.gz",
        "com1",
        "LPT9.x",
        "COM\u00b9",
        "con .txt",
        "conin$",
        "a.",
        "a ",
        "a:b",
        "a\\b",
        "what?",
        "a*",
        "<a>",
        "a|b",
        "\"a\"",
        "\u0001",
        "..."
      })
  void namesThatWindowsCanNotHoldHaveALocalNameThere(String name) {
    assertThat(WINDOWS.holds(name)).isFalse();
    assertThat(LINUX.holds(name)).isTrue();
    assertThat(MACOS.holds(name)).isTrue();
    String local = WINDOWS.localName(name, 0).orElseThrow();
    assertThat(local).isNotEqualTo(name).hasSameSizeAs(name);
    assertThat(WINDOWS.holds(local)).isTrue();
    assertThat(WINDOWS.travellingName(local)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "console", "com", "com10", "a.b", ".a", "a%3Ab", "lpt", "\u00e9 x"})
  void namesThatWindowsCanHoldStay(String name) {
    assertThat(WINDOWS.holds(name)).isTrue();
    assertThat(WINDOWS.localName(name, 0)).contains(name);
  }

  @Test
  void siblingsThatDifferInCaseAreConfusedOutsideLinux() {
    assertThat(LINUX.confuses("A", "a")).isFalse();
    assertThat(MACOS.confuses("A", "a")).isTrue();
    assertThat(WINDOWS.confuses("A", "a")).isTrue();
    assertThat(WINDOWS.confuses("a", "a")).isFalse();
    assertThat(WINDOWS.confuses("a", "b")).isFalse();
  }

  @Test
  void clashingSiblingGetsItsMarkBeforeTheExtension() {
    String local = MACOS.localName("README.txt", 1).orElseThrow();

    assertThat(local).isEqualTo("README\uf101.txt");
    assertThat(MACOS.confuses(local, "readme.txt")).isFalse();
    assertThat(MACOS.travellingName(local)).isEqualTo("README.txt");
    assertThat(MACOS.localName("README.txt", 2)).contains("README\uf102.txt");
  }

  @Test
  void nameWithCharactersOfTheAreaItselfIsQuoted() {
    String local = WINDOWS.localName("a\uf03ab\uf101", 0).orElseThrow();

    assertThat(local).isEqualTo("a\uf100\uf03ab\uf100\uf101");
    assertThat(WINDOWS.travellingName(local)).isEqualTo("a\uf03ab\uf101");
  }

  @Test
  void localNameThatWouldBeTooLongIsNone() {
    assertThat(MACOS.localName("x".repeat(255), 0)).contains("x".repeat(255));
    assertThat(MACOS.localName("x".repeat(255), 1)).isEmpty();
    assertThat(WINDOWS.localName("x".repeat(255), 1)).isEmpty();
    assertThat(WINDOWS.localName("?".repeat(255), 0)).isPresent();
  }
}
