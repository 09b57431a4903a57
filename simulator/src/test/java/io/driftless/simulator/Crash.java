package io.driftless.simulator;

/**
 * The device's process, or its power, ends at this very point. Nobody may catch it but the host.
 */
final class Crash extends Error {

  private static final long serialVersionUID = 1L;

  Crash() {
    super("The device crashes here", null, false, false);
  }
}
