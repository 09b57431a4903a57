package io.driftless.protocol.chunk;

import static io.driftless.protocol.chunk.ChunkingProfile.KIB_64;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChunkerProperties {

  private static final int SIZE = 2 << 20;

  @Property(tries = 40)
  void chunksJoinBack(@ForAll int seed, @ForAll @IntRange(max = SIZE) int size) throws IOException {
    ChunkerTest.assertJoinsBack(TestContent.noise("join" + seed, size));
  }

  /**
   * How soon cuts meet again is chance, see the test of the mean; that they then stay together is
   * not.
   */
  @Property(tries = 40)
  void cutsBeforeAnInsertionStayAndCutsBehindItStayTogetherOnceTheyMeet(
      @ForAll int seed,
      @ForAll @IntRange(max = SIZE) int at,
      @ForAll @IntRange(min = 1, max = 5_000) int inserted) {
    byte[] before = TestContent.noise("insert" + seed, SIZE);
    List<Chunk> old = TestContent.cut(before, KIB_64);
    List<Chunk> now = TestContent.cut(insert(before, at, seed, inserted), KIB_64);

    int kept = (int) old.stream().filter(chunk -> chunk.end() < at).count();
    assertThat(now.subList(0, kept)).isEqualTo(old.subList(0, kept));

    Set<Long> oldCuts = old.stream().map(c -> c.end() + inserted).collect(Collectors.toSet());
    Set<Long> nowCuts = now.stream().map(Chunk::end).collect(Collectors.toSet());
    long meeting =
        nowCuts.stream()
            .filter(c -> c >= at + inserted && oldCuts.contains(c))
            .min(Long::compare)
            .orElseThrow();
    oldCuts.removeIf(cut -> cut < meeting);
    nowCuts.removeIf(cut -> cut < meeting);
    assertThat(nowCuts).isEqualTo(oldCuts);
  }

  @Property(tries = 40)
  void lengthsStayWithinTheBounds(@ForAll int seed, @ForAll @IntRange(max = SIZE) int zeros) {
    byte[] content =
        TestContent.join(TestContent.noise("bounds" + seed, SIZE / 2), new byte[zeros]);

    List<Chunk> chunks = TestContent.cut(content, KIB_64);
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allMatch(c -> c.length() >= KIB_64.minBytes() && c.length() <= KIB_64.maxBytes());
  }

  static byte[] insert(byte[] content, int at, int seed, int inserted) {
    byte[] head = Arrays.copyOf(content, at);
    byte[] tail = Arrays.copyOfRange(content, at, content.length);
    return TestContent.join(
        TestContent.join(head, TestContent.noise("new" + seed, inserted)), tail);
  }
}
