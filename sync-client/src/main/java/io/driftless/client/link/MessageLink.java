package io.driftless.client.link;

import io.driftless.protocol.message.Envelope;

/**
 * The device's line to the server's queues. It connects and reconnects by itself until it is
 * closed. Messages arrive at least once, in the order of the queue, except that those not
 * acknowledged arrive again after each reconnection.
 */
public interface MessageLink extends AutoCloseable {

  /** Who takes what the link brings. Both methods are called on one thread of the link's. */
  interface Receiver {

    /** A message from the device's queue; must not block. */
    void received(Delivery delivery);

    /** The link went up or down. After UP, commits without an answer have to be sent again. */
    void stateChanged(LinkState state);
  }

  /** One delivery of one message. */
  interface Delivery {

    /** The message. */
    Envelope envelope();

    /**
     * Tells the broker to forget the message; call it once its effect is in the internal database.
     * From any thread; never blocks or fails: when the link went down meanwhile the message simply
     * arrives again.
     */
    void acknowledge();
  }

  /** Begins to connect; call it once. */
  void start(Receiver receiver);

  /**
   * Sends an encoded envelope to the server, exactly these bytes. Blocks until the broker has it on
   * disk; from any thread but the engine's.
   *
   * @throws LinkDownException when the link is down or went down meanwhile; the message may have
   *     been sent
   */
  void send(byte[] envelope) throws LinkDownException;

  /** Whether it is up now. */
  LinkState state();

  /** Closes the connection; returns when no receiver is called any more. */
  @Override
  void close();
}
