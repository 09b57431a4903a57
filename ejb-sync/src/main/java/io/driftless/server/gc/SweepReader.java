package io.driftless.server.gc;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.HexFormat;
import java.util.List;

/** Reads which chunks were quarantined long enough ago, or have no place. */
@Named
@Dependent
public class SweepReader extends KeyReader {

  private static final String SWEEPABLE =
      "SELECT encode(hash, 'hex') AS hash FROM ("
          + "SELECT c.hash FROM chunk c WHERE c.workspace_id = ? AND c.hash > ?"
          + " AND c.state = 2 AND c.quarantined_at <= ?"
          + " UNION SELECT c.hash FROM chunk c WHERE c.workspace_id = ? AND c.hash > ?"
          + " AND c.state < 2 AND c.created_at <= ? AND NOT EXISTS (SELECT 1"
          + " FROM chunk_location l WHERE l.workspace_id = c.workspace_id AND l.hash = c.hash)"
          + " AND NOT EXISTS (SELECT 1 FROM chunk_mark m"
          + " WHERE m.workspace_id = c.workspace_id AND m.hash = c.hash)"
          + ") AS found ORDER BY found.hash LIMIT ?";

  @Override
  protected List<String> page(StepPart step, String after) {
    RunScope scope = step.scope();
    byte[] hash = HexFormat.of().parseHex(after);
    return step.sql()
        .list(
            SWEEPABLE,
            row -> row.getString("hash"),
            step.workspace().value(),
            hash,
            scope.started().minusMillis(scope.millis("graceSeconds")),
            step.workspace().value(),
            hash,
            scope.started().minusMillis(scope.millis("ageSeconds")),
            PAGE);
  }
}
