package io.driftless.protocol.chunk;

import static io.driftless.protocol.chunk.ChunkingProfile.KIB_64;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChunkerProperties {

  private static final int SIZE = 2 << 20;

  @Property(tries = 40)
  void chunksJoinBack(@ForAll int seed, @ForAll @IntRange(max = SIZE) int size) throws IOException {
    ChunkerTest.assertJoinsBack(TestContent.noise("join" + seed, size));
  }

  @Property(tries = 40)
  void anInsertionDisturbsFewChunks(
      @ForAll int seed,
      @ForAll @IntRange(max = SIZE) int at,
      @ForAll @IntRange(min = 1, max = 5_000) int inserted) {
    byte[] before = TestContent.noise("insert" + seed, SIZE);
    byte[] head = Arrays.copyOf(before, at);
    byte[] tail = Arrays.copyOfRange(before, at, SIZE);
    byte[] after =
        TestContent.join(TestContent.join(head, TestContent.noise("new" + seed, inserted)), tail);

    assertThat(ChunkerTest.newChunks(before, after)).isLessThanOrEqualTo(6);
  }

  @Property(tries = 40)
  void lengthsStayWithinTheBounds(@ForAll int seed, @ForAll @IntRange(max = SIZE) int zeros) {
    byte[] content =
        TestContent.join(TestContent.noise("bounds" + seed, SIZE / 2), new byte[zeros]);

    List<Chunk> chunks = TestContent.cut(content, KIB_64);
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allMatch(c -> c.length() >= KIB_64.minBytes() && c.length() <= KIB_64.maxBytes());
  }
}
