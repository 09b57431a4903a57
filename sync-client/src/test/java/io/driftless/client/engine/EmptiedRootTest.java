package io.driftless.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.status.DeviceState;
import io.driftless.protocol.id.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that is in a root goes while the client runs. */
class EmptiedRootTest {

  private static final List<String> NAMES = List.of("a", "b", "c");

  @TempDir Path temp;
  private EngineBench bench;

  @BeforeEach
  void threeFiles() throws Exception {
    bench = new EngineBench(temp);
    for (String name : NAMES) {
      bench.server.file(
          ToldServer.node(1 + NAMES.indexOf(name)), NodeId.ROOT, name, name.getBytes(UTF_8));
    }
    bench.start();
    bench.run(5_000);
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }

  private void delete(List<String> names) throws Exception {
    for (String name : names) {
      Files.delete(bench.at(name));
      bench.touched(name);
    }
    bench.run(5_000);
  }

  @Test
  void emptiedRootShouldStopAndDeleteNothing() throws Exception {
    delete(NAMES);
    assertThat(bench.status().state()).isEqualTo(DeviceState.STOPPED);
    assertThat(bench.problems("")).containsExactly("root-empty");
    assertThat(bench.sent).isEmpty();
  }

  @Test
  void deletesThatLeaveSomethingShouldGo() throws Exception {
    delete(NAMES.subList(0, 2));
    assertThat(bench.status().state()).isNotEqualTo(DeviceState.STOPPED);
    assertThat(bench.lastSent().changes()).hasSize(2);
  }
}
