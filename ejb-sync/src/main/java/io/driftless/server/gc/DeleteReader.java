package io.driftless.server.gc;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import io.driftless.server.store.Sql;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.List;
import java.util.UUID;

/** Reads which packs were condemned long enough ago and lie in the store still. */
@Named
@Dependent
public class DeleteReader extends KeyReader {

  private static final String CONDEMNED =
      "SELECT pack_id FROM pack p WHERE workspace_id = ? AND pack_id > ? AND state = 1"
          + " AND deleted_at IS NULL AND condemned_at <= ? AND"
          + Collecting.NOT_BACKED_UP
          + " ORDER BY pack_id LIMIT ?";

  @Override
  protected List<String> page(StepPart step, String after) {
    RunScope scope = step.scope();
    return step.sql()
        .list(
            CONDEMNED,
            row -> Sql.uuid(row, "pack_id").toString(),
            step.workspace().value(),
            after.isEmpty() ? new UUID(0, 0) : UUID.fromString(after),
            scope.started().minusMillis(scope.millis("restSeconds")),
            PAGE);
  }
}
