package io.driftless.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.RelPath;
import io.driftless.client.status.DeviceState;
import io.driftless.protocol.id.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of others on their way here. */
class FetchJobTest {

  private static final NodeId A = ToldServer.node(1);

  @TempDir Path temp;
  private EngineBench bench;

  @BeforeEach
  void oneFile() throws Exception {
    bench = new EngineBench(temp);
    bench.server.file(A, NodeId.ROOT, "a", "first".getBytes(UTF_8));
    bench.start();
    assertThat(bench.at("a")).hasContent("first");
  }

  @Test
  void replacedFileShouldBeCheckedAlsoWhenItsSuccessorCantBeForced() throws Exception {
    bench.server.file(A, NodeId.ROOT, "a", "second".getBytes(UTF_8));
    bench.fails(
        (operation, paths) -> {
          if (operation.equals("forceFolder") && paths.contains(RelPath.ROOT)) {
            throw new IOException("bad block");
          }
        });
    bench.hear(200);
    assertThat(bench.kept()).hasSize(1);
    bench.fails((operation, paths) -> {});
    bench.run(10_000);
    assertThat(bench.at("a")).hasContent("second");
    assertThat(bench.kept()).isEmpty();
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }
}
