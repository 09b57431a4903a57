package io.driftless.server.device;

import io.driftless.protocol.api.DeviceMessages.DeviceInfo;
import io.driftless.protocol.api.DeviceMessages.DeviceList;
import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.id.DeviceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.environment.ServerSettings;
import io.driftless.server.store.DeviceEntity;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rows of devices; every method is one transaction. */
@Stateless
public class Devices {

  /** The most linked devices of an account. */
  public static final int MOST = 100;

  /** How many unlinked devices a list still shows. */
  private static final int MOST_LISTED = 1_000;

  /** A lease that was renewed more recently is left alone, so that a busy device costs no write. */
  private static final Duration RENEW_AFTER = Duration.ofMinutes(1);

  @PersistenceContext private EntityManager store;
  @Inject private ServerSettings settings;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** Refuses when the caller has as many devices as an account may have. */
  public void checkRoom(Caller caller) {
    long linked =
        store
            .createQuery(
                "SELECT COUNT(d) FROM DeviceEntity d"
                    + " WHERE d.accountId = :account AND d.revokedAt IS NULL AND d.virtual = FALSE",
                Long.class)
            .setParameter("account", caller.account().value())
            .getSingleResult();
    if (linked >= MOST) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "You have %d devices, which is the most. Unlink one first.".formatted(MOST),
          Map.of("limit", MOST));
    }
  }

  /** Adds an enrolled device; until when its lease runs. */
  public Instant add(Caller caller, DeviceId id, EnrolRequest wanted, String secretHash) {
    Instant now = clock.instant();
    Instant leaseUntil = now.plus(settings.lease());
    DeviceEntity device =
        DeviceEntity.enrolled(
            id, caller.account(), wanted.name(), wanted.platform(), secretHash, now);
    device.renewLease(leaseUntil, now);
    store.persist(device);
    audit.ofAccount(
        caller,
        "device.enrol",
        Map.of("device", id.value(), "name", wanted.name(), "platform", wanted.platform()));
    return leaseUntil;
  }

  /** The caller's devices, newest first. */
  public DeviceList list(Caller caller) {
    List<DeviceEntity> found =
        store
            .createQuery(
                "SELECT d FROM DeviceEntity d"
                    + " WHERE d.accountId = :account AND d.virtual = FALSE"
                    + " ORDER BY d.createdAt DESC, d.id",
                DeviceEntity.class)
            .setParameter("account", caller.account().value())
            .setMaxResults(MOST_LISTED)
            .getResultList();
    return new DeviceList(found.stream().map(Devices::info).toList());
  }

  /**
   * Notes a signed-in call of the device and renews its lease.
   *
   * @throws RefusedException when the device is not the caller's or was unlinked
   */
  public Instant renew(Caller caller, DeviceId id) {
    DeviceEntity device = store.find(DeviceEntity.class, id.value());
    if (device == null || device.isVirtual() || !device.account().equals(caller.account())) {
      throw new RefusedException(
          Refusal.DEVICE_UNKNOWN, "There is no such device of yours. Enrol this device again.");
    }
    Instant now = clock.instant();
    Instant until = now.plus(settings.lease());
    if (device.revokedAt() == null && until.minus(renewAfter()).isBefore(device.leaseUntil())) {
      return device.leaseUntil();
    }
    store.refresh(device, LockModeType.PESSIMISTIC_WRITE);
    if (device.revokedAt() != null) {
      throw new RefusedException(
          Refusal.DEVICE_REVOKED, "This device was unlinked. Enrol it again to use it.");
    }
    if (!device.leaseUntil().isAfter(now)) {
      audit.ofAccount(caller, "device.lease.again", Map.of("device", id.value()));
    }
    device.renewLease(until, now);
    return until;
  }

  /** Shuts the caller's device out for good; false when that was done before. */
  public boolean revoke(Caller caller, DeviceId id) {
    DeviceEntity device =
        store.find(DeviceEntity.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (device == null || device.isVirtual() || !device.account().equals(caller.account())) {
      throw RefusedException.notFound("device");
    }
    if (device.revokedAt() != null) {
      return false;
    }
    device.revoke(clock.instant());
    audit.ofAccount(caller, "device.unlink", Map.of("device", id.value()));
    return true;
  }

  private Duration renewAfter() {
    Duration tenth = settings.lease().dividedBy(10);
    return tenth.compareTo(RENEW_AFTER) < 0 ? tenth : RENEW_AFTER;
  }

  private static DeviceInfo info(DeviceEntity device) {
    Instant lastSeen = device.lastSeenAt();
    return new DeviceInfo(
        device.id(),
        device.name(),
        device.platform(),
        device.leaseUntil().toEpochMilli(),
        device.createdAt().toEpochMilli(),
        lastSeen == null ? null : lastSeen.toEpochMilli(),
        device.revokedAt() != null);
  }
}
