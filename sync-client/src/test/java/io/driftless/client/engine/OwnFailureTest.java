package io.driftless.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.client.files.RelPath;
import io.driftless.client.status.DeviceState;
import io.driftless.client.store.StoreException;
import io.driftless.protocol.id.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker does not expect is the failure of one file; the engine and the others go on. */
class OwnFailureTest {

  private static final NodeId A = ToldServer.node(1);
  private static final NodeId B = ToldServer.node(2);

  @TempDir Path temp;
  private EngineBench bench;

  @BeforeEach
  void makeBench() throws Exception {
    bench = new EngineBench(temp);
  }

  /** Whenever an operation touches a path: what nobody expects. */
  private void breaks(String operation, String path) {
    bench.fails(
        (what, paths) -> {
          if (what.equals(operation) && paths.contains(new RelPath(path))) {
            throw new IllegalStateException("nobody expects this");
          }
        });
  }

  private void mended() {
    bench.fails((operation, paths) -> {});
    bench.run(65_000);
    assertThat(bench.status().problems()).isEmpty();
  }

  @Test
  void fileWhosePlacingFailsUnexpectedlyShouldWaitAlone() {
    breaks("move", "a");
    bench.server.file(A, NodeId.ROOT, "a", "one".getBytes(UTF_8));
    bench.server.file(B, NodeId.ROOT, "b", "two".getBytes(UTF_8));
    bench.start();
    assertThat(bench.at("b")).hasContent("two");
    assertThat(bench.problems("a")).containsExactly("unexpected");
    mended();
    assertThat(bench.at("a")).hasContent("one");
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }

  @Test
  void folderWhoseMakingFailsUnexpectedlyShouldWaitAlone() {
    breaks("makeFolder", "a");
    bench.server.folder(A, NodeId.ROOT, "a");
    bench.server.folder(B, NodeId.ROOT, "b");
    bench.start();
    assertThat(bench.at("b")).isDirectory();
    assertThat(bench.problems("a")).containsExactly("unexpected");
    mended();
    assertThat(bench.at("a")).isDirectory();
  }

  @Test
  void fileWhoseReadingFailsUnexpectedlyShouldWaitAlone() throws Exception {
    bench.server.file(A, NodeId.ROOT, "a", "one".getBytes(UTF_8));
    bench.server.file(B, NodeId.ROOT, "b", "two".getBytes(UTF_8));
    Files.writeString(bench.at("a"), "one");
    Files.writeString(bench.at("b"), "two");
    breaks("read", "a");
    bench.start();
    assertThat(bench.problems("a")).containsExactly("unexpected");
    assertThat(bench.problems("b")).isEmpty();
    mended();
    assertThat(bench.status().state()).isEqualTo(DeviceState.UP_TO_DATE);
  }

  @Test
  void placeThatCantBeLookedAtShouldBeLookedAtAgain() throws Exception {
    bench.server.folder(A, NodeId.ROOT, "a");
    bench.server.file(B, NodeId.ROOT, "b", "two".getBytes(UTF_8));
    bench.start();
    breaks("stat", "b");
    bench.touched("b");
    bench.run(100);
    assertThat(bench.problems("b")).containsExactly("unexpected");
    breaks("list", "a");
    bench.touched("a");
    bench.run(100);
    mended();
  }

  @Test
  void strangersFileAmongTheKeptOnesShouldKeepNoFolderFromStarting() throws Exception {
    bench.server.file(A, NodeId.ROOT, "a", "one".getBytes(UTF_8));
    Path stranger = bench.at(".driftless/old/not.one.ofours");
    Files.createDirectories(stranger.getParent());
    Files.writeString(stranger, "mine");
    bench.start();
    assertThat(bench.at("a")).hasContent("one");
    assertThat(stranger).hasContent("mine");
  }

  @Test
  void cleaningUpThatFailsAtTheStartShouldBeTriedAgain() {
    bench.server.file(A, NodeId.ROOT, "a", "one".getBytes(UTF_8));
    breaks("list", ".driftless/tmp");
    bench.start();
    assertThat(bench.problems("")).containsExactly("unexpected");
    mended();
    assertThat(bench.at("a")).hasContent("one");
  }

  @Test
  void failureOnTheEnginesOwnThreadShouldEndIt() {
    bench.start();
    bench.close();
    bench.server.file(A, NodeId.ROOT, "a", "one".getBytes(UTF_8));
    assertThatThrownBy(() -> bench.hear(1_000)).isInstanceOf(StoreException.class);
  }
}
