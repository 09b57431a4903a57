package io.driftless.server.gc;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.StepPart;
import io.driftless.server.store.Sql;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.List;
import java.util.UUID;

/** Reads which live packs hold no chunk any more; in a dry run, would hold none. */
@Named
@Dependent
public class CondemnReader extends KeyReader {

  private static final String EMPTY =
      "SELECT p.pack_id FROM pack p WHERE p.workspace_id = ? AND p.pack_id > ? AND p.state = 0"
          + " AND (SELECT 1 FROM chunk_location l WHERE l.workspace_id = p.workspace_id"
          + " AND l.pack_id = p.pack_id AND (SELECT 1 FROM job_item i WHERE i.run_id = ?"
          + " AND i.stage = 'sweep' AND i.workspace_id = l.workspace_id"
          + " AND i.item = encode(l.hash, 'hex') LIMIT 1) IS NULL LIMIT 1) IS NULL"
          + " ORDER BY p.pack_id LIMIT ?";

  @Override
  protected List<String> page(StepPart step, String after) {
    return step.sql()
        .list(
            EMPTY,
            row -> Sql.uuid(row, "pack_id").toString(),
            step.workspace().value(),
            after.isEmpty() ? new UUID(0, 0) : UUID.fromString(after),
            step.scope().run(),
            PAGE);
  }
}
