package io.driftless.guard;

import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;

/** Counts down when the broker ends a connection. */
record ClosedListener(CountDownLatch closed) implements SessionFailureListener {
  @Override
  public void connectionFailed(ActiveMQException reason, boolean failedOver) {
    closed.countDown();
  }

  @Override
  public void connectionFailed(ActiveMQException reason, boolean failedOver, String scaleDown) {
    connectionFailed(reason, failedOver);
  }

  @Override
  public void beforeReconnect(ActiveMQException reason) {
    closed.countDown();
  }
}
