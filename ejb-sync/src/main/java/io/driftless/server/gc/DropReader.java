package io.driftless.server.gc;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.HexFormat;
import java.util.List;

/** Reads which chunks have no place and are named by no version. */
@Named
@Dependent
public class DropReader extends KeyReader {

  private static final String NOWHERE =
      "SELECT encode(c.hash, 'hex') AS hash FROM chunk c WHERE c.workspace_id = ? AND c.hash > ?"
          + " AND c.state < 2 AND c.created_at <= ? AND (SELECT 1 FROM chunk_location l"
          + " WHERE l.workspace_id = c.workspace_id AND l.hash = c.hash LIMIT 1) IS NULL"
          + " AND (SELECT 1 FROM chunk_mark m"
          + " WHERE m.workspace_id = c.workspace_id AND m.hash = c.hash LIMIT 1) IS NULL"
          + " ORDER BY c.hash LIMIT ?";

  @Override
  protected List<String> page(StepPart step, String after) {
    RunScope scope = step.scope();
    return step.sql()
        .list(
            NOWHERE,
            row -> row.getString("hash"),
            step.workspace().value(),
            HexFormat.of().parseHex(after),
            scope.started().minusMillis(scope.millis("ageSeconds")),
            PAGE);
  }
}
