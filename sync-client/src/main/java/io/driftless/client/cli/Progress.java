package io.driftless.client.cli;

/**
 * How far work is. What is left over counts as a whole until it is done, so of that as much is done
 * as has gone over the line since something was finished last, never more than is left. Neither the
 * total nor what is done ever falls.
 */
final class Progress {

  private long left;
  private long finished;
  private long movedBefore;
  private long done;
  private long total;

  /** Begins with this much to do. */
  Progress(Work work) {
    left = work.bytes();
    movedBefore = work.movedBytes();
    total = left;
  }

  void take(Work work) {
    long now = work.bytes();
    if (now < left) {
      finished += left - now;
      movedBefore = work.movedBytes();
    }
    left = now;
    total = Math.max(total, finished + left);
    long underWay = Math.min(left, Math.max(0, work.movedBytes() - movedBefore));
    done = Math.min(total, Math.max(done, finished + underWay));
  }

  /** Bytes that are done. */
  long done() {
    return done;
  }

  /** Bytes of all. */
  long total() {
    return total;
  }
}
