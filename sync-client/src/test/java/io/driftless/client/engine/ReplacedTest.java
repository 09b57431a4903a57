package io.driftless.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.Holder;
import io.driftless.protocol.id.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files that others replaced or removed. */
class ReplacedTest {

  private static final NodeId A = ToldServer.node(1);
  private static final NodeId B = ToldServer.node(2);

  @TempDir Path temp;
  private EngineBench bench;

  @BeforeEach
  void twoFiles() throws Exception {
    bench = new EngineBench(temp);
    bench.server.file(A, NodeId.ROOT, "a", "first of a".getBytes(UTF_8));
    bench.server.file(B, NodeId.ROOT, "b", "first of b".getBytes(UTF_8));
    bench.start();
    assertThat(bench.at("b")).hasContent("first of b");
  }

  private void replaceBoth() {
    bench.server.file(A, NodeId.ROOT, "a", "second of a".getBytes(UTF_8));
    bench.server.file(B, NodeId.ROOT, "b", "second of b".getBytes(UTF_8));
    bench.hear(500);
    assertThat(bench.at("a")).hasContent("second of a");
    assertThat(bench.at("b")).hasContent("second of b");
  }

  @Test
  void oneKeptFileThatCantBeReadShouldKeepNoOtherFromItsCheckAndBeTriedAgain() throws Exception {
    bench.fails(
        (operation, paths) -> {
          boolean kept = !paths.isEmpty() && paths.get(0).value().contains("old/" + A);
          if (operation.equals("read") && kept) {
            throw new IOException("bad block");
          }
        });
    replaceBoth();
    assertThat(bench.kept()).hasSize(2);
    bench.run(10_000);
    assertThat(bench.kept()).hasSize(1);
    assertThat(bench.kept().get(0).getFileName().toString()).startsWith(A.toString());

    bench.fails((operation, paths) -> {});
    bench.run(60_000);
    assertThat(bench.kept()).isEmpty();
  }

  @Test
  void fileThatAProgramHasOpenShouldBeKeptUntilItIsClosedAndWhatItWroteMadeACopy()
      throws Exception {
    try (Holder holder = Holder.of(bench.at("a"), ">>")) {
      replaceBoth();
      bench.run(600_000);
      assertThat(bench.kept()).hasSize(1);
      bench.restart();
      bench.run(600_000);
      assertThat(bench.kept()).hasSize(1);
      holder.writes(", more");
    }
    bench.run(65_000);
    assertThat(bench.kept()).isEmpty();
    assertThat(bench.at("a")).hasContent("second of a");
    assertThat(copies()).hasSize(1);
    assertThat(copies().get(0)).hasContent("first of a, more");
  }

  @Test
  void fileThatWasOpenAndNotWrittenIntoShouldGoWhenItIsClosed() throws Exception {
    try (Holder holder = Holder.of(bench.at("a"), "<>")) {
      replaceBoth();
      bench.run(600_000);
      assertThat(bench.kept()).hasSize(1);
      assertThat(holder.isAlive()).isTrue();
    }
    bench.run(65_000);
    assertThat(bench.kept()).isEmpty();
    assertThat(copies()).isEmpty();
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(bench.root)) {
      return files.filter(file -> file.toString().contains("conflicted copy")).toList();
    }
  }
}
