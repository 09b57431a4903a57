package io.driftless.client.transfer;

import io.driftless.client.time.Pause;
import io.driftless.client.transfer.TransferException.Kind;
import java.util.random.RandomGenerator;

/**
 * Tries a request again when the blob store did not answer or was busy: at most {@link #ATTEMPTS}
 * times, waiting between half of and a whole 0.25, 0.5, 1, 2 seconds, so that devices that failed
 * together do not come back together.
 */
final class Retries {

  static final int ATTEMPTS = 5;

  private static final long FIRST_PAUSE_MILLIS = 250;

  /** One try. */
  interface Attempt<T> {

    /**
     * Tries.
     *
     * @param number from 1
     */
    T run(int number) throws TransferException;
  }

  private final Pause pause;
  private final RandomGenerator random;

  Retries(Pause pause, RandomGenerator random) {
    this.pause = pause;
    this.random = random;
  }

  <T> T run(TransferWatch watch, Attempt<T> attempt) throws TransferException {
    for (int number = 1; ; number++) {
      if (watch.stopped() || Thread.currentThread().isInterrupted()) {
        throw stopped();
      }
      try {
        return attempt.run(number);
      } catch (TransferException e) {
        boolean again = e.kind() == Kind.UNREACHABLE || e.kind() == Kind.BUSY;
        if (!again || number == ATTEMPTS) {
          throw e;
        }
      }
      rest(FIRST_PAUSE_MILLIS << (number - 1));
    }
  }

  private void rest(long millis) throws TransferException {
    try {
      pause.millis(millis / 2 + random.nextLong(millis / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    }
  }

  static TransferException stopped() {
    return new TransferException(Kind.STOPPED, "The transfer was stopped.");
  }
}
