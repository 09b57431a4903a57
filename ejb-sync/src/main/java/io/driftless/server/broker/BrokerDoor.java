package io.driftless.server.broker;

import io.driftless.protocol.id.DeviceId;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;

/**
 * The way into the broker from outside, tried as a stranger would. Two sign-ons that must fail: one
 * with a name that no device can have, which the guard refuses in words of its own and before
 * anybody looks for the name, and one with a good name that nobody enrolled.
 */
public final class BrokerDoor {
  /** The connection factory that goes out and comes back in by the door. */
  public static final String CONNECTION_FACTORY = "java:/jms/BrokerDoor";

  private static final String NO_DEVICE = "NOBODY";
  private static final DeviceId UNKNOWN = new DeviceId("canary-that-nobody-enrolled");
  private static final String GUARD_SAYS = "refused by the guard";

  private final ConnectionFactory outside;

  /** A door that this factory, see {@link #CONNECTION_FACTORY}, leads to. */
  public BrokerDoor(ConnectionFactory outside) {
    this.outside = outside;
  }

  /** What trying the door showed. */
  public enum State {
    /** The guard and the sign-on both refused. */
    CLOSED,
    /** Somebody was let in who must not be, or was refused by another than the guard. */
    OPEN,
    /** There was no answer from which to tell. */
    UNREACHABLE
  }

  /** Tries the door once. */
  public State tried() {
    Refusal nobody = refusal(NO_DEVICE);
    if (nobody == Refusal.UNREACHABLE) {
      return State.UNREACHABLE;
    }
    if (nobody != Refusal.BY_THE_GUARD) {
      return State.OPEN;
    }
    return switch (refusal(UNKNOWN.value())) {
      case NONE, BY_THE_GUARD -> State.OPEN;
      case BY_SIGN_ON -> State.CLOSED;
      case UNREACHABLE -> State.UNREACHABLE;
    };
  }

  private Refusal refusal(String user) {
    try (Connection connection = outside.createConnection(user, "no secret")) {
      connection.start();
      return Refusal.NONE;
    } catch (JMSSecurityException refused) {
      return String.valueOf(refused.getMessage()).contains(GUARD_SAYS)
          ? Refusal.BY_THE_GUARD
          : Refusal.BY_SIGN_ON;
    } catch (JMSException unreachable) {
      return Refusal.UNREACHABLE;
    }
  }

  private enum Refusal {
    NONE,
    BY_THE_GUARD,
    BY_SIGN_ON,
    UNREACHABLE
  }
}
