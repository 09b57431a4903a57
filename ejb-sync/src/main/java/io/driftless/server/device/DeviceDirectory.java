package io.driftless.server.device;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;

/** Looks devices up, in the caller's transaction if there is one. */
@ApplicationScoped
public class DeviceDirectory {

  @PersistenceContext private EntityManager store;

  /** The devices of an account that have a queue: enrolled and not unlinked. */
  public List<DeviceId> linked(AccountId account) {
    return ids(
        store
            .createQuery(
                "SELECT d.id FROM DeviceEntity d"
                    + " WHERE d.accountId = :account AND d.revokedAt IS NULL AND d.virtual = FALSE",
                String.class)
            .setParameter("account", account.value())
            .getResultList());
  }

  /** All devices that have a queue: enrolled and not unlinked. */
  public List<DeviceId> linked() {
    return ids(
        store
            .createQuery(
                "SELECT d.id FROM DeviceEntity d WHERE d.revokedAt IS NULL AND d.virtual = FALSE",
                String.class)
            .getResultList());
  }

  /** Those whose lease lapsed or that were unlinked in this span of time. */
  public List<DeviceId> shutOut(Instant after, Instant until) {
    return ids(
        store
            .createQuery(
                "SELECT d.id FROM DeviceEntity d WHERE d.virtual = FALSE"
                    + " AND ((d.leaseUntil > :after AND d.leaseUntil <= :until)"
                    + " OR (d.revokedAt > :after AND d.revokedAt <= :until))",
                String.class)
            .setParameter("after", after)
            .setParameter("until", until)
            .getResultList());
  }

  /** Those that were unlinked in this span of time. */
  public List<DeviceId> unlinked(Instant after, Instant until) {
    return ids(
        store
            .createQuery(
                "SELECT d.id FROM DeviceEntity d WHERE d.virtual = FALSE"
                    + " AND d.revokedAt > :after AND d.revokedAt <= :until",
                String.class)
            .setParameter("after", after)
            .setParameter("until", until)
            .getResultList());
  }

  private static List<DeviceId> ids(List<String> found) {
    return found.stream().map(DeviceId::new).toList();
  }
}
