package io.driftless.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {

  private static final Work MUCH = new Work(IdleMemory.MANY_FILES, 0, 0, 0, 0, 0, 0);

  /** Holds 30 MiB of use, and what else it is given as garbage. */
  private static final class CountedHeap implements IdleMemory.Heap {
    private long used = 30L << 20;
    private final List<Integer> mostFree = new ArrayList<>();
    private int leastFree;

    @Override
    public long usedBytes() {
      return used;
    }

    @Override
    public void collect(int leastFreePercent, int mostFreePercent) {
      used = 30L << 20;
      mostFree.add(mostFreePercent);
      leastFree = leastFreePercent;
    }
  }

  private final CountedHeap heap = new CountedHeap();
  private final IdleMemory memory = new IdleMemory(heap);

  @Test
  void memoryShouldBeGivenBackOnceWorkHasRested() {
    memory.told(true, Work.NONE, 0);
    memory.told(false, Work.NONE, IdleMemory.REST_MILLIS - 1);
    memory.told(true, Work.NONE, IdleMemory.REST_MILLIS);
    memory.told(false, Work.NONE, IdleMemory.REST_MILLIS + 1);
    assertThat(heap.mostFree).isEmpty();
    memory.told(false, Work.NONE, 2 * IdleMemory.REST_MILLIS);
    assertThat(heap.mostFree).containsExactly(2);
  }

  @Test
  void littleGarbageShouldNotBeWorthACollection() {
    memory.told(true, Work.NONE, 0);
    memory.told(false, Work.NONE, IdleMemory.REST_MILLIS);
    heap.used += IdleMemory.WORTH_BYTES - 1;
    memory.told(false, Work.NONE, 10 * IdleMemory.REST_MILLIS);
    assertThat(heap.mostFree).hasSize(1);
    heap.used++;
    memory.told(false, Work.NONE, 11 * IdleMemory.REST_MILLIS);
    assertThat(heap.mostFree).hasSize(2);
  }

  @Test
  void muchWorkShouldFindAWideHeapOnceAndRestANarrowOne() {
    memory.told(true, MUCH, 0);
    memory.told(true, MUCH, 1);
    assertThat(heap.mostFree).containsExactly(99);
    assertThat(heap.leastFree).isBetween(92, 95);
    memory.told(true, Work.NONE, 2);
    memory.told(false, Work.NONE, 2 + IdleMemory.REST_MILLIS);
    memory.told(false, Work.NONE, 2 + 2 * IdleMemory.REST_MILLIS);
    assertThat(heap.mostFree).containsExactly(99, 2);
    memory.told(true, MUCH, 3 + 2 * IdleMemory.REST_MILLIS);
    assertThat(heap.mostFree).containsExactly(99, 2, 99);
  }

  @Test
  void largeDatabaseShouldBeReadIntoAWideHeap() {
    memory.starting(IdleMemory.MUCH_BYTES - 1);
    assertThat(heap.mostFree).isEmpty();
    memory.starting(IdleMemory.MUCH_BYTES);
    memory.told(true, MUCH, 0);
    assertThat(heap.mostFree).containsExactly(99);
    memory.told(false, Work.NONE, IdleMemory.REST_MILLIS);
    assertThat(heap.mostFree).containsExactly(99, 2);
  }
}
