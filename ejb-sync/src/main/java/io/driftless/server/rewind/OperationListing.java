package io.driftless.server.rewind;

import io.driftless.protocol.api.OperationMessages.OperationInfo;
import io.driftless.protocol.id.OperationId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.RefusedException;
import io.driftless.server.rewind.OperationRow.Numbered;
import io.driftless.server.store.Sql;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operations of one workspace. */
final class OperationListing {

  private static final String ONE = OperationRow.INFO + "WHERE o.workspace_id = ? AND o.id = ?";

  private static final String LAST =
      OperationRow.INFO + "WHERE o.workspace_id = ? ORDER BY o.created_at DESC, o.id LIMIT ?";

  private static final String STEPS =
      "SELECT * FROM operation_step WHERE operation_id = ? AND ordinal >= ?"
          + " ORDER BY ordinal LIMIT ?";

  private final Sql sql;
  private final UUID workspace;

  OperationListing(Sql sql, WorkspaceId workspace) {
    this.sql = sql;
    this.workspace = workspace.value();
  }

  @Nullable OperationInfo find(OperationId operation) {
    return sql.first(ONE, OperationRow::info, workspace, operation.value());
  }

  OperationInfo get(OperationId operation) {
    OperationInfo found = find(operation);
    if (found == null) {
      throw RefusedException.notFound("operation");
    }
    return found;
  }

  List<OperationInfo> last(int limit) {
    return sql.list(LAST, OperationRow::info, workspace, limit);
  }

  List<Numbered> steps(OperationId operation, int from, int limit) {
    return sql.list(STEPS, OperationRow::step, operation.value(), from, limit);
  }
}
