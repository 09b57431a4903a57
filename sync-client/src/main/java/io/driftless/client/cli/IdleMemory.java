package io.driftless.client.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits the heap to what the client does. Java keeps what a burst of work needed, as it may need it
 * again; a client is at rest nearly always, so after a while of rest all garbage is collected and
 * the heap shrunk to little more than what is in use. Where much work comes, it is first made wide:
 * packs in flight that don't fit among the young cost a quarter of the time (ADR 0011). Each takes
 * about 0.1 s of CPU, so neither is done without need.
 */
final class IdleMemory {

  private static final Logger LOG = LoggerFactory.getLogger(IdleMemory.class);

  /** How long nothing must have changed. */
  static final long REST_MILLIS = 15_000;

  /** What has to have been used since the last time. */
  static final long WORTH_BYTES = 16L << 20;

  /** Work that is worth a wide heap. */
  static final long MUCH_BYTES = 8L << 20;

  static final long MANY_FILES = 500;

  /** The old generation that is wanted for work; the young one's full size follows from it. */
  private static final long WIDE_BYTES = 448L << 20;

  /** The heap of a Java runtime. */
  interface Heap {

    /** How much is in use, garbage included. */
    long usedBytes();

    /** Collects all garbage and leaves this much room, in percent of the whole. */
    void collect(int leastFreePercent, int mostFreePercent);
  }

  private final Heap heap;
  private long restsSince = -1;
  private long usedAfter;
  private boolean wide;

  IdleMemory(Heap heap) {
    this.heap = heap;
  }

  /** Fits the heap of this process. */
  static IdleMemory ofProcess() {
    return new IdleMemory(new JavaHeap());
  }

  /**
   * Told from time to time how the client stands.
   *
   * @param changed whether anything has changed since it was told last
   * @param work what is left to do
   */
  void told(boolean changed, Work work, long nowMillis) {
    if (!wide && (work.bytes() >= MUCH_BYTES || work.files() >= MANY_FILES)) {
      widen();
    }
    if (changed || restsSince < 0) {
      restsSince = nowMillis;
    } else if (nowMillis - restsSince >= REST_MILLIS
        && (wide || heap.usedBytes() - usedAfter >= WORTH_BYTES)) {
      heap.collect(1, 2);
      usedAfter = heap.usedBytes();
      wide = false;
    }
  }

  /**
   * Told before the folders are put to work.
   *
   * @param databaseBytes what is going to be read
   */
  void starting(long databaseBytes) {
    if (databaseBytes >= MUCH_BYTES) {
      widen();
    }
  }

  private void widen() {
    wide = true;
    long inUse = Math.min(heap.usedBytes(), WIDE_BYTES / 2);
    int free = (int) (100 - 100 * inUse / WIDE_BYTES);
    heap.collect(free, 99);
  }

  /** The heap of this process. */
  private static final class JavaHeap implements Heap {

    @Override
    public long usedBytes() {
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Override
    public void collect(int leastFreePercent, int mostFreePercent) {
      allowFree(leastFreePercent, mostFreePercent);
      System.gc();
      allowFree(40, 99); // work may come: growing in small steps would cost more than it saves
    }

    private static void allowFree(int least, int most) {
      try {
        HotSpotDiagnosticMXBean java =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (java != null) {
          java.setVMOption("MinHeapFreeRatio", "0");
          java.setVMOption("MaxHeapFreeRatio", Integer.toString(most));
          java.setVMOption("MinHeapFreeRatio", Integer.toString(least));
        }
      } catch (IllegalArgumentException e) {
        LOG.debug("This Java does not let its heap be fitted", e);
      }
    }
  }
}
