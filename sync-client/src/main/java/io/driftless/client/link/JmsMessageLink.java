package io.driftless.client.link;

import io.driftless.client.link.LinkState.Down;
import io.driftless.client.link.LinkState.Up;
import io.driftless.client.server.ServerException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link MessageLink} over the Artemis JMS client. One thread connects, receives and acknowledges;
 * when the line fails it connects again after 0.25 s, then ever longer up to 5 s. When the broker
 * refuses the device, its lease has lapsed or it was unlinked, or the broker can't look it up: the
 * lease is renewed over HTTPS before the next try, and whether that works tells which of the three.
 * When the broker can't be reached for a while, the server is asked where it is now.
 */
public final class JmsMessageLink implements MessageLink {

  private static final Logger LOG = LoggerFactory.getLogger(JmsMessageLink.class);
  private static final long POLL_MILLIS = 250;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private static final int TRIES_BEFORE_LOOKUP = 3;

  private final LeaseRenewal lease;
  private final BrokerLookup lookup;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile LinkState state = new Down(LinkState.CONNECTING, "Connecting to the server.");
  private volatile @Nullable JmsLine line;
  private volatile BrokerLogin login;
  private int unreachableTries;
  private @Nullable Receiver receiver;

  /**
   * A link that does nothing before it is started.
   *
   * @param login where and as whom to connect first
   */
  public JmsMessageLink(BrokerLogin login, LeaseRenewal lease, BrokerLookup lookup) {
    this.login = login;
    this.lease = lease;
    this.lookup = lookup;
    this.thread = new Thread(this::run, "driftless-link");
    thread.setDaemon(true);
  }

  @Override
  public void start(Receiver to) {
    receiver = to;
    thread.start();
  }

  @Override
  public void send(byte[] envelope) throws LinkDownException {
    JmsLine now = line;
    if (now == null) {
      throw new LinkDownException("The line to " + login.broker() + " is down");
    }
    try {
      now.send(envelope);
    } catch (JMSException e) {
      throw new LinkDownException("The line to " + login.broker() + " went down", e);
    }
  }

  @Override
  public LinkState state() {
    return state;
  }

  @Override
  public void close() {
    closing.countDown();
    JmsLine now = line;
    if (now != null) {
      now.wake();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!isClosing()) {
      boolean wasUp = connectAndReceive();
      pause = wasUp ? FIRST_PAUSE_MILLIS : Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      if (waitUnlessClosing(pause)) {
        break;
      }
    }
    become(new Down("closed", "The client is being stopped."));
  }

  /** Whether the line was up for a while. */
  private boolean connectAndReceive() {
    boolean wasUp = false;
    try (JmsLine opened = JmsLine.open(login)) {
      line = opened;
      wasUp = true;
      become(new Up());
      while (!isClosing()) {
        Delivery delivery = opened.receive(POLL_MILLIS);
        if (delivery != null) {
          taker().received(delivery);
        }
      }
      opened.acknowledgeDue();
    } catch (JMSSecurityException e) {
      refused(e);
    } catch (JMSException e) {
      LOG.debug("The line to {} failed", login, e);
      down("unreachable", unreachable());
      lookUpAfterSomeTries(wasUp);
    } catch (RuntimeException e) {
      // The rim of this thread: whatever it was, a fresh line has the broker deliver again.
      LOG.error("The line to {} is opened again after an error", login, e);
      down("unreachable", unreachable());
    } finally {
      line = null;
    }
    return wasUp;
  }

  private void refused(JMSSecurityException e) {
    LOG.info("The broker refused {}: {}; renewing the lease", login, e.getMessage());
    down(LinkState.CONNECTING, "The server refused this device; asking it why.");
    try {
      lease.renew();
      down(
          LinkState.CONNECTING,
          "Connecting to the server after its lease for this device was renewed.");
    } catch (ServerException renewal) {
      switch (renewal.kind()) {
        case SIGN_ON -> down("sign-on", renewal.getMessage());
        case DENIED, NOT_FOUND, REFUSED ->
            down(
                "refused",
                "The server no longer knows this device (%s). Run 'driftless login' again."
                    .formatted(renewal.getMessage()));
        case BUSY ->
            down(
                "busy",
                "The server can't check this device's sign-on just now; it is tried again. Work on:"
                    + " nothing is lost.");
        default -> down("unreachable", renewal.getMessage());
      }
    }
  }

  /** The broker may have moved: the server knows where to. */
  private void lookUpAfterSomeTries(boolean wasUp) {
    unreachableTries = wasUp ? 1 : unreachableTries + 1;
    if (unreachableTries % TRIES_BEFORE_LOOKUP != 0) {
      return;
    }
    try {
      BrokerLogin now = lookup.lookUp();
      if (!now.equals(login)) {
        LOG.info("The broker is at {} now, no longer at {}", now.broker(), login.broker());
        login = now;
      }
    } catch (ServerException e) {
      LOG.debug("The server does not tell where its broker is", e);
    }
  }

  private String unreachable() {
    return "The server's message broker at %s can't be reached. Check the network; it is tried again."
        .formatted(login.broker());
  }

  private void down(String code, String reason) {
    line = null;
    become(new Down(code, reason));
  }

  private void become(LinkState next) {
    if (!next.equals(state)) {
      LOG.info("{}: {}", login, next);
      state = next;
      taker().stateChanged(next);
    }
  }

  private Receiver taker() {
    Receiver to = receiver;
    if (to == null) {
      throw new IllegalStateException("The link was not started");
    }
    return to;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private boolean waitUnlessClosing(long millis) {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}
