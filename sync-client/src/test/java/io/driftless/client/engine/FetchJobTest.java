package io.driftless.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.RelPath;
import io.driftless.client.status.DeviceState;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
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

  private static ChunkLocation longer(ChunkLocation place, int bytes) {
    return new ChunkLocation(
        place.hash(),
        place.pack(),
        place.entry(),
        place.offset(),
        place.storedLength(),
        bytes,
        place.codec());
  }

  @Test
  void chunkThatTheServerCallsLongerThanAnyCanBeShouldCostNothing() throws Exception {
    byte[] large = new byte[(int) Downloads.LARGE_BYTES];
    NodeId lie = ToldServer.node(2);
    bench.server.file(
        lie, NodeId.ROOT, "large", List.of(large), place -> longer(place, Integer.MAX_VALUE - 8));
    bench.server.file(
        ToldServer.node(3),
        NodeId.ROOT,
        "negative",
        List.of("y".getBytes(UTF_8)),
        place -> longer(place, -1));
    bench.server.file(ToldServer.node(4), NodeId.ROOT, "true", "x".getBytes(UTF_8));
    // What an earlier run wrote is as long as the lie says: it is not read into memory.
    Path part =
        bench.at(".driftless/tmp").resolve(lie + "." + Sha256.digest(large).hex() + ".part");
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(new byte[1]), Integer.MAX_VALUE);
    }
    bench.hear(1_000);
    assertThat(bench.problems("large")).containsExactly("io-error");
    assertThat(bench.problems("negative")).containsExactly("io-error");
    assertThat(bench.at("true")).hasContent("x");
  }

  @Test
  void chunksThatAreMoreThanTheFileShouldNotBeGathered() {
    List<byte[]> chunks =
        IntStream.range(0, 40).mapToObj(i -> ("chunk " + i).getBytes(UTF_8)).toList();
    bench.server.file(
        ToldServer.node(2),
        NodeId.ROOT,
        "many",
        chunks,
        place -> longer(place, ChunkingProfile.MAX_CHUNK_BYTES));
    bench.hear(1_000);
    assertThat(bench.problems("many")).containsExactly("io-error");
    assertThat(bench.status().problems().get(0).words()).contains("chunks of 671088640 bytes");
  }
}
