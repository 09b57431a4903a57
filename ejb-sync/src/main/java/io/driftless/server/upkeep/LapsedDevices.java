package io.driftless.server.upkeep;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.server.job.StepPart;
import io.driftless.server.store.Sql;
import java.time.Instant;
import java.util.List;

/** The linked devices whose lease lapsed longer ago than a setting of the run says. */
record LapsedDevices(Sql sql, Instant before, boolean dryRun) {

  private static final String AFTER =
      "SELECT id FROM device WHERE NOT virtual AND revoked_at IS NULL AND lease_until <= ?"
          + " AND id COLLATE \"C\" > ? ORDER BY id COLLATE \"C\" LIMIT ?";

  private static final String AMONG =
      "SELECT id, account_id FROM device WHERE NOT virtual AND revoked_at IS NULL"
          + " AND lease_until <= ? AND id = ANY (?) ORDER BY account_id, id";

  /** A device, and whose it is. */
  record Lapsed(DeviceId device, AccountId account) {}

  static LapsedDevices of(StepPart part, String setting) {
    return new LapsedDevices(
        part.sql(),
        part.scope().started().minusMillis(part.scope().millis(setting)),
        part.scope().dryRun());
  }

  /** Those behind this id, in their order. */
  List<String> after(String id, int limit) {
    return sql.list(AFTER, row -> row.getString("id"), before, id, limit);
  }

  /**
   * Those of these that are still lapsed and linked. None can come back before the transaction
   * ends, unless this is a dry run.
   */
  List<Lapsed> among(List<Object> ids) {
    return sql.list(
        dryRun ? AMONG : AMONG + " FOR UPDATE",
        row ->
            new Lapsed(
                new DeviceId(row.getString("id")), new AccountId(Sql.uuid(row, "account_id"))),
        before,
        ids.stream().map(String.class::cast).toArray(String[]::new));
  }
}
