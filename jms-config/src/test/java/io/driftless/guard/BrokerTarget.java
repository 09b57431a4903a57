package io.driftless.guard;

/**
 * The broker that a suite runs against, and the two devices that it has.
 *
 * @param url how a client reaches it, with all parameters that a client sets
 * @param own the device the suite speaks as; its queue exists and nobody else consumes from it
 * @param other the device that must not be touched
 */
public record BrokerTarget(String url, Account own, Account other) {
  /** A device's name and secret at the broker. */
  public record Account(String device, String secret) {}
}
