package io.driftless.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.status.DeviceState;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.ChangeAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server says that a commit's number was used before. */
class CopiedDeviceTest {

  private static final List<ChangeAnswer> APPLIED =
      List.of(new ChangeAnswer.Applied(new Revision(1), new VersionNumber(1)));

  @TempDir Path temp;
  private EngineBench bench;

  @BeforeEach
  void oneFileSent() throws Exception {
    bench = new EngineBench(temp);
    Files.writeString(bench.at("a"), "one");
    bench.start();
    assertThat(bench.sent).hasSize(1);
  }

  @Test
  void restoredHomeShouldGoOnBeyondTheNumbersOfItsEarlierLife() throws Exception {
    long first = bench.lastSent().sequence();
    bench.answer(new ChangeAnswer.IdReused(), List.of());
    assertThat(bench.sent).hasSize(2);
    assertThat(bench.lastSent().sequence()).isGreaterThan(first);
    assertThat(bench.problems("")).isEmpty();
    bench.answer(null, APPLIED);
    assertThat(bench.status().state()).isNotEqualTo(DeviceState.STOPPED);
  }

  @Test
  void deviceWhoseNumbersAnotherClientUsesShouldStopAndSaySo() throws Exception {
    bench.answer(null, APPLIED);
    Files.writeString(bench.at("b"), "two");
    bench.touched("b");
    bench.run(1_000);
    assertThat(bench.sent).hasSize(2);
    bench.answer(new ChangeAnswer.IdReused(), List.of());
    assertThat(bench.status().state()).isEqualTo(DeviceState.STOPPED);
    assertThat(bench.problems("")).containsExactly("device-copied");
    bench.run(600_000);
    assertThat(bench.sent).hasSize(2);
    assertThat(bench.at("b")).hasContent("two");
  }
}
