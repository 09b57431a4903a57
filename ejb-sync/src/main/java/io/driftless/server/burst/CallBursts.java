package io.driftless.server.burst;

import io.driftless.protocol.id.BurstId;
import io.driftless.server.burst.ChangeBreaker.Harm;
import io.driftless.server.burst.ChangeBreaker.Sender;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceLock;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Parks what a call of the HTTP API may not do now. A call that is refused is rolled back whole, so
 * the burst is noted right after, in a transaction of its own.
 */
@Stateless
public class CallBursts {

  private static final Logger LOG = System.getLogger(CallBursts.class.getName());

  @PersistenceContext private EntityManager store;
  @Resource private TransactionSynchronizationRegistry transaction;
  @Resource private ManagedExecutorService executor;
  @Inject private ChangeBreaker breaker;
  @EJB private CallBursts self;

  /** Parks these once the call's transaction is over. */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void parkLater(Sender sender, BurstId burst, long counted, List<Harm> harms) {
    List<Harm> parked = List.copyOf(harms);
    transaction.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Nothing is known yet.
          }

          @Override
          public void afterCompletion(int status) {
            if (status != Status.STATUS_COMMITTED) {
              executor.execute(() -> note(sender, burst, counted, parked));
            }
          }
        });
  }

  private void note(Sender sender, BurstId burst, long counted, List<Harm> harms) {
    try {
      self.park(sender, burst, counted, harms);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A burst of calls is noted at the next call only", e);
    }
  }

  /** Parks these, in the burst that waits by now if there is one. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void park(Sender sender, BurstId burst, long counted, List<Harm> harms) {
    if (WorkspaceLock.take(store, sender.workspace()) == null) {
      return;
    }
    BurstFacts facts = new BurstFacts(Sql.of(store), sender.workspace(), sender.device());
    BurstId waiting = facts.standing(sender.now()).parked();
    if (waiting == null) {
      breaker.begin(sender, facts, burst, counted);
    }
    facts.park(waiting == null ? burst : waiting, harms);
  }
}
