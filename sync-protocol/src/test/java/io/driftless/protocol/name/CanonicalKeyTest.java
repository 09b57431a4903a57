package io.driftless.protocol.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalKeyTest {

  @ParameterizedTest
  @CsvSource({
    "README.txt, readme.TXT",
    "caf\u00e9, cafe\u0301",
    "CAF\u00c9, cafe\u0301",
    "stra\u00dfe, STRASSE",
    "STRA\u1e9eE, strasse",
    "\u039f\u0394\u039f\u03a3, \u03bf\u03b4\u03bf\u03c2",
    "\u039f\u0394\u039f\u03a3, \u03bf\u03b4\u03bf\u03c3",
    "\ufb01le, FILE",
    "\u212b, \u00e5",
    "\u0130x, i\u0307X",
    "a., a",
    "'a. .', A",
    "\u1e0b\u0323, \u1e0d\u0307",
    "\ud801\udc00, \ud801\udc28"
  })
  void namesThatSomePlatformTakesForTheSameHaveOneKey(String name, String other) {
    assertThat(CanonicalKey.of(name)).isEqualTo(CanonicalKey.of(other));
  }

  @ParameterizedTest
  @CsvSource({"a, b", "i, \u0131", "I, \u0131", "a.b, a b", "a, .a", "\uff21, A", "e, \u00e9"})
  void namesThatEveryPlatformTellsApartHaveTwoKeys(String name, String other) {
    assertThat(CanonicalKey.of(name)).isNotEqualTo(CanonicalKey.of(other));
  }

  /**
   * The digest is of what str.casefold of Python 3.11 (Unicode 14) makes of the same code points.
   */
  @Test
  void foldingOfLatinGreekAndCyrillicIsPinned() {
    StringBuilder folded = new StringBuilder();
    for (int codePoint = 0; codePoint < 0x530; codePoint++) {
      if (Character.isDefined(codePoint)) {
        folded.append(CaseFolding.fold(Character.toString(codePoint))).append('\n');
      }
    }
    assertThat(Sha256.digest(folded.toString().getBytes(StandardCharsets.UTF_8)).hex())
        .isEqualTo("13e14b7f0f35e8ddc3de761792c481f05ee22193006e109bbc3ddb4bfd17fdb7");
  }
}
