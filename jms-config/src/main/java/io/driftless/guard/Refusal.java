package io.driftless.guard;

/** The kinds of refusal, as they are counted and logged. */
public enum Refusal {
  /** A packet that needs a session came without one, or on a channel that has none. */
  NO_SESSION,
  /**
   * The user name is missing, is no device id, or is another one than this connection began with.
   */
  IDENTITY,
  /** The client speaks a version of the protocol that the guard does not read. */
  OLD_CLIENT,
  /** A distributed transaction: such sessions could list and end the server's own transactions. */
  XA,
  /** Create or delete an address or a queue, or any other administration. */
  ADMINISTRATION,
  /** Send to, or ask credits for, anything but the request queue. */
  FOREIGN_ADDRESS,
  /** Consume, browse or ask about a queue that is not the device's own. */
  FOREIGN_QUEUE,
  /** A message of a form that no listener of ours reads. */
  MESSAGE_FORM,
  /** A message above the size limit. */
  TOO_LARGE,
  /** More in a short time than the device's allowance. */
  TOO_FAST,
  /** A packet that a device has no use for. */
  UNKNOWN_PACKET,
  /** The guard itself failed: the connection is closed rather than let through. */
  GUARD_FAILURE
}
