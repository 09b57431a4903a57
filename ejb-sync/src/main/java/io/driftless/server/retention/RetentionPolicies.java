package io.driftless.server.retention;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.api.RetentionMessages.Retention;
import io.driftless.protocol.api.RetentionMessages.RetentionPolicy;
import io.driftless.protocol.codec.Codec;
import io.driftless.server.store.Sql;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The policies as they are stored. */
final class RetentionPolicies {

  /** Stands for the company in the table of policies. */
  static final UUID COMPANY = new UUID(0, 0);

  /** What holds until somebody says otherwise. */
  static final RetentionPolicy USUAL = new RetentionPolicy(1, 7, 30, 365, 1, 30, false);

  private static final String READ = "SELECT policy FROM retention_policy WHERE workspace_id = ?";

  private static final String WRITE =
      "INSERT INTO retention_policy (workspace_id, policy, changed_by, changed_at)"
          + " VALUES (?, ?::jsonb, ?, ?) ON CONFLICT (workspace_id) DO UPDATE"
          + " SET policy = EXCLUDED.policy, changed_by = EXCLUDED.changed_by,"
          + " changed_at = EXCLUDED.changed_at";

  private final Sql sql;

  RetentionPolicies(Sql sql) {
    this.sql = sql;
  }

  RetentionPolicy company() {
    return Objects.requireNonNullElse(read(COMPANY), USUAL);
  }

  /** What holds for a workspace; a hold of the company holds everywhere. */
  Retention of(UUID workspace) {
    RetentionPolicy own = read(workspace);
    RetentionPolicy company = company();
    RetentionPolicy holds = own == null ? company : own;
    return new Retention(
        company.legalHold() && !holds.legalHold() ? held(holds) : holds, own != null);
  }

  private static RetentionPolicy held(RetentionPolicy policy) {
    return new RetentionPolicy(
        policy.allDays(),
        policy.hourlyDays(),
        policy.dailyDays(),
        policy.weeklyDays(),
        policy.least(),
        policy.trashDays(),
        true);
  }

  private @Nullable RetentionPolicy read(UUID scope) {
    return sql.first(READ, row -> parse(row.getString("policy")), scope);
  }

  void put(UUID scope, RetentionPolicy policy, UUID account, Instant now) {
    try {
      sql.update(WRITE, scope, Codec.json().writeValueAsString(policy), account, now);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A policy can't be written", e);
    }
  }

  void remove(UUID scope) {
    sql.update("DELETE FROM retention_policy WHERE workspace_id = ?", scope);
  }

  private static RetentionPolicy parse(String json) {
    try {
      return Codec.json().readValue(json, RetentionPolicy.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A policy can't be read", e);
    }
  }
}
