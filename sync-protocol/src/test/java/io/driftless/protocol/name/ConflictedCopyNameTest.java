package io.driftless.protocol.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictedCopyNameTest {

  private static final LocalDate DATE = LocalDate.of(2026, 3, 9);

  @ParameterizedTest
  @CsvSource({
    "plan.txt, 'plan (conflicted copy, laptop, 2026-03-09).txt'",
    "plan, 'plan (conflicted copy, laptop, 2026-03-09)'",
    "src.tar.gz, 'src (conflicted copy, laptop, 2026-03-09).tar.gz'",
    "src.TAR.xz, 'src (conflicted copy, laptop, 2026-03-09).TAR.xz'",
    ".tar.gz, '.tar (conflicted copy, laptop, 2026-03-09).gz'",
    ".bashrc, '.bashrc (conflicted copy, laptop, 2026-03-09)'",
    ".config.json, '.config (conflicted copy, laptop, 2026-03-09).json'",
    "v1.2.3, 'v1.2 (conflicted copy, laptop, 2026-03-09).3'",
    "'Dr. Who and the others', 'Dr. Who and the others (conflicted copy, laptop, 2026-03-09)'",
    "end., 'end. (conflicted copy, laptop, 2026-03-09)'",
    "\u65e5\u8a18.\u6587\u66f8, '\u65e5\u8a18 (conflicted copy, laptop, 2026-03-09).\u6587\u66f8'"
  })
  void copyKeepsItsExtension(String name, String copy) {
    assertThat(of(name, "laptop")).isEqualTo(copy);
  }

  @Test
  void takenNamesAreCountedUp() {
    Set<String> taken =
        Set.of(
            "a (conflicted copy, laptop, 2026-03-09).txt",
            "a (conflicted copy, laptop, 2026-03-09 2).txt");
    assertThat(ConflictedCopyName.of("a.txt", "laptop", DATE, taken::contains))
        .isEqualTo("a (conflicted copy, laptop, 2026-03-09 3).txt");
  }

  @Test
  void longStemIsCutBetweenCodePoints() {
    String copy = of("\ud83d\ude00".repeat(62) + ".txt", "laptop");
    assertThat(copy).endsWith("\ud83d\ude00 (conflicted copy, laptop, 2026-03-09).txt");
    assertThat(copy.getBytes(StandardCharsets.UTF_8).length).isBetween(252, 255);
  }

  @ParameterizedTest
  @CsvSource({
    "'Ada/Lovelace: <PC>', 'Ada Lovelace PC'",
    "'', device",
    "'///', device",
    "'a\tb\u0000c', 'a b c'",
    "'home (old), \u00e9', 'home old \u00e9'"
  })
  void deviceLosesWhatDoesNotBelongIntoAName(String device, String shown) {
    assertThat(of("a", device)).isEqualTo("a (conflicted copy, " + shown + ", 2026-03-09)");
  }

  @Test
  void longNameOfADeviceIsCut() {
    assertThat(of("a", "d".repeat(300))).contains("d".repeat(64) + ",").hasSizeLessThan(120);
  }

  private static String of(String name, String device) {
    return ConflictedCopyName.of(name, device, DATE, taken -> false);
  }
}
