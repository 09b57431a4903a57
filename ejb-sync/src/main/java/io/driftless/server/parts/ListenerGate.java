package io.driftless.server.parts;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Keeps the listeners from spending delivery attempts while the database or the blob store is down.
 * A listener passes the gate before it works; when something failed it says so. The gate then asks
 * both parts, and while one is down it stops the delivery of messages and starts it again by
 * itself. A message that was handed out meanwhile is given back; where delivery can't be stopped it
 * waits at the gate.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ListenerGate {

  private static final Logger LOG = System.getLogger(ListenerGate.class.getName());

  private static final long PROBE_MILLIS = 1_000;

  /** How long a message waits at the gate before it is given back; well within the transaction. */
  private static final long WAIT_MILLIS = 60_000;

  @Resource private TimerService timers;
  @Resource private ManagedExecutorService executor;
  @Inject private PartProbes probes;
  @Inject private MessageDelivery delivery;

  private final AtomicBoolean probing = new AtomicBoolean();
  private final Object state = new Object();
  private boolean open = true;
  private boolean waits;

  @PostConstruct
  void start() {
    timers.createSingleActionTimer(PROBE_MILLIS, new TimerConfig(null, false));
  }

  /**
   * Returns when work can be done.
   *
   * @throws PartDownException when it can't be
   */
  public void pass() {
    long until = System.nanoTime() + WAIT_MILLIS * 1_000_000;
    synchronized (state) {
      while (!open) {
        long left = waits ? (until - System.nanoTime()) / 1_000_000 : 0;
        if (left <= 0) {
          throw new PartDownException("Database or blob store are down");
        }
        try {
          state.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new PartDownException("The listener was stopped while a part is down");
        }
      }
    }
  }

  /** Whether the listeners work. */
  public boolean isOpen() {
    synchronized (state) {
      return open;
    }
  }

  /** Something failed in a listener: logs it once, and asks the parts without being waited for. */
  public void failed(String what, Exception failure) {
    if (failure instanceof PartDownException) {
      LOG.log(Level.INFO, "{0}: {1}", what, failure.getMessage());
      return;
    }
    LOG.log(Level.WARNING, what, failure);
    executor.execute(this::probe);
  }

  /** While the gate is open nobody asks: a part that is down shows when a listener fails. */
  @Timeout
  void onTimer() {
    try {
      if (!isOpen()) {
        probe();
      }
    } finally {
      start();
    }
  }

  private void probe() {
    if (!probing.compareAndSet(false, true)) {
      return;
    }
    try {
      List<PartHealth> down =
          Stream.of(probes.database(), probes.blobStore()).filter(part -> !part.up()).toList();
      if (down.isEmpty()) {
        open();
      } else {
        close(down);
      }
    } finally {
      probing.set(false);
    }
  }

  private void open() {
    synchronized (state) {
      if (open) {
        return;
      }
      open = true;
      state.notifyAll();
    }
    LOG.log(Level.INFO, "All parts answer again: listeners go on");
    delivery.start();
  }

  private void close(List<PartHealth> down) {
    synchronized (state) {
      if (!open) {
        return;
      }
      open = false;
      waits = false;
    }
    LOG.log(Level.WARNING, "Listeners wait until these parts answer: {0}", down);
    boolean stopped = delivery.stop();
    synchronized (state) {
      waits = !stopped;
    }
  }
}
