package io.driftless.simulator;

/** Whether a device reaches the server, the broker and the blob store. */
final class SimLine {

  private boolean cut;

  /** Whether nothing passes. */
  boolean isCut() {
    return cut;
  }

  void cut(boolean now) {
    cut = now;
  }
}
