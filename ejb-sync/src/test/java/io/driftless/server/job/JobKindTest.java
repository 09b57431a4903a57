package io.driftless.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JobKindTest {

  @Test
  void usualAndLongerTimesShouldBeAsCarefulAndShorterOnesNot() {
    JobKind kind = JobKind.COLLECT;
    assertThat(kind.isAsCareful(kind.settings(null))).isTrue();
    assertThat(kind.isAsCareful(kind.settings(Map.of("graceSeconds", 10_000_000L)))).isTrue();
    assertThat(kind.isAsCareful(kind.settings(Map.of("graceSeconds", 604_799L)))).isFalse();
    assertThat(JobKind.PRUNE.isAsCareful(Map.of())).isTrue();
  }
}
