package io.driftless.guard;

import org.apache.activemq.artemis.core.protocol.core.Packet;

/** What becomes of one packet. */
sealed interface Verdict {
  /** The packet goes on to the broker, changed in place where the rules say so. */
  Verdict PASS = new Pass();

  /** See {@link #PASS}. */
  record Pass() implements Verdict {}

  /** The packet ends here and the guard sends this response itself. */
  record Answer(Packet response) implements Verdict {}

  /** The packet ends here; the sender gets the reason, or loses its connection. */
  record Refuse(Refusal kind, String detail) implements Verdict {}

  static Verdict refuse(Refusal kind, String detail) {
    return new Refuse(kind, detail);
  }
}
