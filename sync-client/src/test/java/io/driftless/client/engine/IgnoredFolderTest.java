package io.driftless.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.status.DeviceState;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder with ignored files in it is deleted elsewhere. */
class IgnoredFolderTest {

  private static final NodeId BUILD = ToldServer.node(1);
  private static final NodeId KEPT = ToldServer.node(2);

  @TempDir Path temp;
  private EngineBench bench;

  @BeforeEach
  void folderWithAnIgnoredFile() throws Exception {
    bench = new EngineBench(temp);
    bench.ignores((path, folder) -> path.name().endsWith(".log"));
    bench.server.folder(BUILD, NodeId.ROOT, "build");
    bench.server.file(KEPT, BUILD, "app.txt", "synced".getBytes(UTF_8));
    bench.server.file(ToldServer.node(3), NodeId.ROOT, "other", "other".getBytes(UTF_8));
    bench.start();
    Files.writeString(bench.at("build/run.log"), "ignored");
    bench.touched("build/run.log");
    bench.run(1_000);
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);

    bench.server.removed(BUILD, NodeId.ROOT, "build", NodeKind.FOLDER);
    bench.hear(5_000);
  }

  @Test
  void itShouldStayWithThemAndWaitWithAReasonUntilTheyAreGone() throws Exception {
    assertThat(bench.at("build/app.txt")).doesNotExist();
    assertThat(bench.at("build/run.log")).hasContent("ignored");
    assertThat(bench.problems("build")).containsExactly("not-empty");
    assertThat(bench.status().state()).isEqualTo(DeviceState.WAITING);
    assertThat(bench.sent).isEmpty();

    bench.run(600_000);
    assertThat(bench.at("build/run.log")).hasContent("ignored");
    assertThat(bench.problems("build")).containsExactly("not-empty");
    assertThat(bench.sent).isEmpty();

    Files.delete(bench.at("build/run.log"));
    bench.touched("build/run.log");
    bench.run(65_000);
    assertThat(bench.at("build")).doesNotExist();
    assertThat(bench.status().problems()).isEmpty();
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }

  @Test
  void itShouldStayOverARestart() throws Exception {
    bench.restart();
    bench.run(10_000);
    assertThat(bench.at("build/run.log")).hasContent("ignored");
    assertThat(bench.problems("build")).containsExactly("not-empty");
    assertThat(bench.sent).isEmpty();
  }
}
