package io.driftless.server.rewind;

import io.driftless.protocol.api.OperationMessages.OperationInfo;
import io.driftless.protocol.api.OperationMessages.OperationKind;
import io.driftless.protocol.api.OperationMessages.OperationState;
import io.driftless.protocol.api.OperationMessages.Step;
import io.driftless.protocol.api.OperationMessages.StepAction;
import io.driftless.protocol.api.OperationMessages.StepState;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.OperationId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads operations and their steps as they are stored. */
final class OperationRow {

  private static final List<OperationKind> KINDS =
      List.of(OperationKind.REWIND, OperationKind.UNDO);
  private static final List<OperationState> STATES =
      List.of(OperationState.RUNNING, OperationState.DONE, OperationState.STOPPED);
  private static final List<StepAction> ACTIONS =
      List.of(StepAction.RESTORE, StepAction.MOVE, StepAction.CONTENT, StepAction.REMOVE);
  private static final List<StepState> STEP_STATES =
      List.of(StepState.PENDING, StepState.APPLIED, StepState.SKIPPED);

  static final String INFO =
      "SELECT o.*, s.total, s.applied, s.skipped FROM operation o CROSS JOIN LATERAL"
          + " (SELECT count(*) AS total, count(*) FILTER (WHERE state = 1) AS applied,"
          + " count(*) FILTER (WHERE state = 2) AS skipped FROM operation_step"
          + " WHERE operation_id = o.id) s ";

  private OperationRow() {}

  /** What an operation that is at work has to know. */
  record Work(
      OperationId id,
      WorkspaceId workspace,
      AccountId account,
      String username,
      Revision seen,
      int attempts) {}

  /** A step with its place in the order. */
  record Numbered(int ordinal, Step step) {}

  static Work work(ResultSet row) throws SQLException {
    return new Work(
        new OperationId(Sql.uuid(row, "id")),
        new WorkspaceId(Sql.uuid(row, "workspace_id")),
        new AccountId(Sql.uuid(row, "account_id")),
        row.getString("username"),
        new Revision(row.getLong("seen_revision")),
        row.getInt("attempts"));
  }

  static OperationInfo info(ResultSet row) throws SQLException {
    UUID of = Sql.uuid(row, "of_operation");
    Timestamp finished = row.getTimestamp("finished_at");
    return new OperationInfo(
        new OperationId(Sql.uuid(row, "id")),
        KINDS.get(row.getInt("kind")),
        new AccountId(Sql.uuid(row, "account_id")),
        new NodeId(Sql.uuid(row, "folder_id")),
        of == null ? null : new OperationId(of),
        STATES.get(row.getInt("state")),
        row.getString("reason"),
        row.getInt("total"),
        row.getInt("applied"),
        row.getInt("skipped"),
        row.getTimestamp("created_at").getTime(),
        finished == null ? null : finished.getTime());
  }

  static Numbered step(ResultSet row) throws SQLException {
    return new Numbered(
        row.getInt("ordinal"),
        new Step(
            new NodeId(Sql.uuid(row, "node_id")),
            NodeReading.kind(row.getInt("kind")),
            ACTIONS.get(row.getInt("action")),
            node(row, "now_parent"),
            row.getString("now_name"),
            node(row, "parent_id"),
            row.getString("name"),
            new VersionNumber(row.getInt("version")),
            STEP_STATES.get(row.getInt("state")),
            row.getString("note")));
  }

  private static @Nullable NodeId node(ResultSet row, String column) throws SQLException {
    UUID id = Sql.uuid(row, column);
    return id == null ? null : new NodeId(id);
  }

  static short stored(OperationKind kind) {
    return (short) KINDS.indexOf(kind);
  }

  static short stored(OperationState state) {
    return (short) STATES.indexOf(state);
  }

  static short stored(StepAction action) {
    return (short) ACTIONS.indexOf(action);
  }

  static short stored(StepState state) {
    return (short) STEP_STATES.indexOf(state);
  }
}
