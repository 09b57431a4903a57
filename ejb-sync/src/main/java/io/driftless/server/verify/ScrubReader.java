package io.driftless.server.verify;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import io.driftless.server.store.Sql;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.List;
import java.util.UUID;

/** Reads which packs were verified long ago. */
@Named
@Dependent
public class ScrubReader extends KeyReader {

  private static final String VERIFIED =
      "SELECT pack_id FROM pack WHERE workspace_id = ? AND pack_id > ? AND state = 0"
          + " AND rejected_at IS NULL AND verified_at <= ? ORDER BY pack_id LIMIT ?";

  @Override
  protected List<String> page(StepPart step, String after) {
    RunScope scope = step.scope();
    return step.sql()
        .list(
            VERIFIED,
            row -> Sql.uuid(row, "pack_id").toString(),
            step.workspace().value(),
            after.isEmpty() ? new UUID(0, 0) : UUID.fromString(after),
            scope.started().minusMillis(scope.millis("againSeconds")),
            PAGE);
  }
}
