package io.driftless.server.blob;

import java.util.concurrent.atomic.LongAdder;

/** How often the blob store has failed this server since its start. */
public final class BlobFailures {

  private static final LongAdder UNAVAILABLE = new LongAdder();
  private static final LongAdder REFUSED = new LongAdder();

  private BlobFailures() {}

  static void note(RuntimeException failure) {
    if (failure instanceof ChunkStoreUnavailableException) {
      UNAVAILABLE.increment();
    } else if (failure instanceof ChunkStoreRefusedException) {
      REFUSED.increment();
    }
  }

  /** Calls that it did not answer, or for which it was too busy, with all repetitions. */
  public static long unavailable() {
    return UNAVAILABLE.sum();
  }

  /** Calls that it refused. */
  public static long refused() {
    return REFUSED.sum();
  }
}
