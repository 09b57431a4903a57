package io.driftless.protocol.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NameProperties {

  private static final LocalDate DATE = LocalDate.of(2026, 12, 31);

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(100);
    Arbitrary<String> odd =
        Arbitraries.strings()
            .withChars("aA.\u00e9e\u0301 :?\\conCON1\uf100\uf101\uf03a\uf000\u00df\u0130")
            .ofMinLength(1)
            .ofMaxLength(90);
    Arbitrary<String> extended =
        any.flatMap(stem -> Arbitraries.of(".txt", ".tar.gz", ".", " ").map(stem::concat));
    return Arbitraries.oneOf(any, odd, extended).filter(NameRules::isLegal);
  }

  @Property(tries = 2_000)
  void localNameLeadsBackAndIsHeld(
      @ForAll("names") String name,
      @ForAll Platform platform,
      @ForAll @IntRange(max = LocalName.MAX_CLASH) int clash) {
    platform
        .localName(name, clash)
        .ifPresent(
            local -> {
              assertThat(platform.travellingName(local)).isEqualTo(name);
              assertThat(platform.holds(local)).isTrue();
              assertThat(local).doesNotContain("/");
            });
  }

  @Property(tries = 1_000)
  void clashesAreResolvedForTheCanonicalKey(
      @ForAll("names") String name, @ForAll @IntRange(min = 1, max = 200) int clash) {
    String plain = Platform.WINDOWS.localName(name, 0).orElseThrow();
    String other = Platform.WINDOWS.localName(name, clash).orElseThrow();
    assertThat(CanonicalKey.of(plain)).isNotEqualTo(CanonicalKey.of(other));
  }

  @Property(tries = 1_000)
  void keyIsTheSameForTheKeyItself(@ForAll("names") String name) {
    CanonicalKey key = CanonicalKey.of(name);
    assertThat(CanonicalKey.of(key.value())).isEqualTo(key);
  }

  @Property(tries = 1_000)
  void conflictedCopiesAreLegalAndAllDifferent(
      @ForAll("names") String name, @ForAll String device) {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      String copy = ConflictedCopyName.of(name, device, DATE, taken::contains);
      assertThat(NameRules.check(copy)).isEmpty();
      assertThat(copy).contains("(conflicted copy, ").isNotEqualTo(name);
      assertThat(taken.add(copy)).isTrue();
    }
  }

  @Property(tries = 1_000)
  void copyOfANameThatWindowsHoldsIsHeldThere(@ForAll("names") String name) {
    String copy = ConflictedCopyName.of(name, "my: pc?", DATE, taken -> false);
    assertThat(!Platform.WINDOWS.holds(name) || Platform.WINDOWS.holds(copy)).isTrue();
  }

  @Property(tries = 1_000)
  void checkNeverThrows(@ForAll String any) {
    assertThat(NameRules.check(any).isEmpty()).isEqualTo(NameRules.isLegal(any));
  }
}
