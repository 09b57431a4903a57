package io.driftless.guard;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.junit.jupiter.api.function.Executable;

/** What counts as a refusal: a denial, or the loss of the connection; never a wait that ran out. */
final class Refused {
  private Refused() {}

  static void assertRefused(Executable attempt) {
    Throwable thrown = assertThrows(Throwable.class, attempt, "was let through");
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (isDenial(t)) {
        return;
      }
    }
    fail("failed in another way than by a refusal", thrown);
  }

  private static boolean isDenial(Throwable t) {
    if (t instanceof JMSSecurityException || t instanceof JMSSecurityRuntimeException) {
      return true;
    }
    if (t instanceof ActiveMQException e) {
      return isDenial(e);
    }
    String message = String.valueOf(t.getMessage());
    return (t instanceof JMSException || t instanceof JMSRuntimeException)
        && (message.contains("refused by the guard") || message.contains("onnection"));
  }

  private static boolean isDenial(ActiveMQException e) {
    ActiveMQExceptionType type = e.getType();
    return switch (type) {
      case SECURITY_EXCEPTION,
          NOT_CONNECTED,
          UNBLOCKED,
          DISCONNECTED,
          OBJECT_CLOSED,
          TRANSACTION_ROLLED_BACK,
          ADDRESS_FULL ->
          true;
      default ->
          String.valueOf(e.getMessage())
              .matches(
                  ".*(refused by the guard|Connection failure detected|closed or disconnected).*");
    };
  }
}
