package io.driftless.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.RelPath;
import io.driftless.client.status.DeviceState;
import io.driftless.protocol.id.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others did to names and folders, on a disk that fails here and there. */
class PlacingTest {

  private static final NodeId A = ToldServer.node(1);
  private static final NodeId B = ToldServer.node(2);

  @TempDir Path temp;
  private EngineBench bench;

  @BeforeEach
  void twoFolders() throws Exception {
    bench = new EngineBench(temp);
    bench.server.folder(A, NodeId.ROOT, "a");
    bench.server.folder(B, NodeId.ROOT, "b");
    bench.start();
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }

  @Test
  void stepShouldFailByItsOwnFolderOnlyWhenItCantBeForced() {
    bench.server.folder(ToldServer.node(3), A, "x");
    bench.server.folder(ToldServer.node(4), B, "y");
    bench.fails(
        (operation, paths) -> {
          if (operation.equals("forceFolder") && paths.contains(new RelPath("a"))) {
            throw new IOException("bad block");
          }
        });
    bench.hear(300);
    assertThat(bench.problems("a/x")).containsExactly("io-error");
    assertThat(bench.problems("b/y")).isEmpty();
    assertThat(bench.status().problems()).hasSize(1);

    bench.fails((operation, paths) -> {});
    bench.run(5_000);
    assertThat(bench.status().problems()).isEmpty();
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }
}
