package io.driftless.server.rewind;

import io.driftless.protocol.api.OperationMessages.OperationState;
import io.driftless.protocol.api.OperationMessages.StepAction;
import io.driftless.protocol.api.OperationMessages.StepState;
import io.driftless.protocol.id.OperationId;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.server.access.Caller;
import io.driftless.server.rewind.OperationRow.Numbered;
import io.driftless.server.rewind.OperationRow.Work;
import io.driftless.server.store.Sql;
import io.driftless.server.virtual.VirtualCommits;
import io.driftless.server.virtual.VirtualCommits.Call;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes the next steps of an operation: one ordinary commit, and what became of each step, in one
 * transaction. Whoever crashes in between has done nothing; any node goes on.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OperationSteps {

  /** A step takes up to three changes: its own two, and one that makes room. */
  private static final int STEPS = 300;

  /** Fewer than a commit may refer to, since the current versions are looked at as well. */
  private static final long CHUNKS = 100_000;

  private static final int MOST_ATTEMPTS = 50;

  private static final String WORK =
      "SELECT o.*, a.username FROM operation o JOIN account a ON a.id = o.account_id"
          + " WHERE o.id = ? AND o.state = 0 FOR UPDATE OF o SKIP LOCKED";

  private static final String NEXT =
      "SELECT s.*, COALESCE(v.chunks, 0) AS chunks FROM operation_step s"
          + " JOIN operation o ON o.id = s.operation_id"
          + " LEFT JOIN version v ON v.workspace_id = o.workspace_id AND v.node_id = s.node_id"
          + " AND v.number = s.version WHERE s.operation_id = ? AND s.state = 0"
          + " ORDER BY s.ordinal LIMIT ?";

  private static final String TOLD =
      "UPDATE operation_step s SET state = t.state, note = t.note"
          + " FROM unnest(?::integer[], ?::smallint[], ?::text[]) AS t (ordinal, state, note)"
          + " WHERE s.operation_id = ? AND s.ordinal = t.ordinal";

  private static final String ENDED =
      "UPDATE operation SET state = ?, reason = ?, finished_at = ? WHERE id = ? AND state = 0";

  @PersistenceContext private EntityManager store;
  @Inject private VirtualCommits commits;
  @Inject private Clock clock;

  private record Weighed(Numbered step, long chunks) {}

  /** Operations that have steps left. */
  public List<OperationId> running(int limit) {
    return Sql.of(store)
        .list(
            "SELECT id FROM operation WHERE state = 0 ORDER BY created_at LIMIT ?",
            row -> new OperationId(Sql.uuid(row, "id")),
            limit);
  }

  /**
   * Takes some steps.
   *
   * @return whether there may be more for the caller to take
   */
  public boolean take(OperationId operation) {
    Sql sql = Sql.of(store);
    Work work = sql.first(WORK, OperationRow::work, operation.value());
    if (work == null) {
      return false;
    }
    List<Numbered> next = next(sql, operation);
    if (next.isEmpty()) {
      end(sql, operation, OperationState.DONE, null);
      return false;
    }
    StepChanges changes = new StepChanges(sql, work, next, clock.instant());
    Caller caller = new Caller(work.account(), work.username(), null, null);
    CommitAnswer answer =
        commits.each(
            caller,
            Call.of(work.workspace(), null, "operation", operation, next.get(0).ordinal()),
            changes::plan);
    note(sql, operation, changes.outcomes(answer));
    if (answer != null) {
      sql.update(
          "INSERT INTO operation_commit (operation_id, commit_id) VALUES (?, ?)",
          operation.value(),
          answer.commit().value());
    }
    return true;
  }

  /** The next steps that fit into one commit; removals never with others. */
  private static List<Numbered> next(Sql sql, OperationId operation) {
    List<Weighed> waiting =
        sql.list(
            NEXT,
            row -> new Weighed(OperationRow.step(row), row.getLong("chunks")),
            operation.value(),
            STEPS);
    List<Numbered> next = new ArrayList<>();
    long chunks = 0;
    for (Weighed one : waiting) {
      chunks += one.chunks();
      boolean other = !next.isEmpty() && removes(one.step()) != removes(next.get(0));
      if (other || (!next.isEmpty() && chunks > CHUNKS)) {
        break;
      }
      next.add(one.step());
    }
    return next;
  }

  private static boolean removes(Numbered step) {
    return step.step().action() == StepAction.REMOVE;
  }

  /**
   * What became of a step.
   *
   * @param note null when it was applied
   */
  record Outcome(int ordinal, @Nullable String note) {}

  private static void note(Sql sql, OperationId operation, List<Outcome> outcomes) {
    short applied = OperationRow.stored(StepState.APPLIED);
    short skipped = OperationRow.stored(StepState.SKIPPED);
    sql.update(
        TOLD,
        outcomes.stream().map(Outcome::ordinal).toArray(Integer[]::new),
        outcomes.stream().map(one -> one.note() == null ? applied : skipped).toArray(Short[]::new),
        outcomes.stream().map(Outcome::note).toArray(String[]::new),
        operation.value());
  }

  /** Ends an operation whose caller may not go on; what it did stays. */
  public void stop(OperationId operation, String reason) {
    end(Sql.of(store), operation, OperationState.STOPPED, reason);
  }

  /** Counts an attempt that failed; ends the operation after too many. */
  public void failed(OperationId operation) {
    Sql sql = Sql.of(store);
    UUID id = operation.value();
    sql.update("UPDATE operation SET attempts = attempts + 1 WHERE id = ? AND state = 0", id);
    Integer attempts =
        sql.first(
            "SELECT attempts FROM operation WHERE id = ? AND state = 0",
            row -> row.getInt("attempts"),
            id);
    if (attempts != null && attempts >= MOST_ATTEMPTS) {
      end(sql, operation, OperationState.STOPPED, "failed");
    }
  }

  private void end(Sql sql, OperationId operation, OperationState state, @Nullable String reason) {
    sql.update(ENDED, OperationRow.stored(state), reason, clock.instant(), operation.value());
  }
}
