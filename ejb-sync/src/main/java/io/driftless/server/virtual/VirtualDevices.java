package io.driftless.server.virtual;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.server.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Objects;

/** The device as which the HTTP API commits for an account; the broker never lets it in. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class VirtualDevices {

  private static final String MADE =
      "INSERT INTO device (id, account_id, name, platform, virtual, secret_hash, lease_until)"
          + " VALUES (?, ?, 'web', 'web', true, 'none', 'epoch') ON CONFLICT DO NOTHING";

  private static final String LOCKED =
      "SELECT id, last_sequence FROM device WHERE account_id = ? AND virtual FOR UPDATE";

  @PersistenceContext private EntityManager store;

  /** The id of the virtual device of an account. */
  public static DeviceId idOf(AccountId account) {
    return new DeviceId("web-" + account);
  }

  /**
   * A virtual device.
   *
   * @param lastSequence of its last commit
   */
  record Virtual(DeviceId device, long lastSequence) {}

  /**
   * The account's, made if need be, and locked until the transaction ends, so that sequences are
   * given one by one. Lock the workspace before.
   */
  Virtual lock(AccountId account) {
    Sql sql = Sql.of(store);
    sql.update(MADE, idOf(account).value(), account.value());
    return Objects.requireNonNull(
        sql.first(
            LOCKED,
            row -> new Virtual(new DeviceId(row.getString("id")), row.getLong("last_sequence")),
            account.value()));
  }
}
