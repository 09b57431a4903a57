package io.driftless.server.gc;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.StepPart;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.HexFormat;
import java.util.List;

/** Reads which verified chunks no version names. */
@Named
@Dependent
public class QuarantineReader extends KeyReader {

  /** A scalar subquery is looked up row by row, in the order of the key, however many marks. */
  private static final String UNNAMED =
      "SELECT encode(c.hash, 'hex') AS hash FROM chunk c WHERE c.workspace_id = ? AND c.hash > ?"
          + " AND c.state = 1 AND c.created_at <= ? AND (SELECT 1 FROM chunk_mark m"
          + " WHERE m.workspace_id = c.workspace_id AND m.hash = c.hash LIMIT 1) IS NULL"
          + " ORDER BY c.hash LIMIT ?";

  @Override
  protected List<String> page(StepPart step, String after) {
    return step.sql()
        .list(
            UNNAMED,
            row -> row.getString("hash"),
            step.workspace().value(),
            HexFormat.of().parseHex(after),
            step.scope().started().minusMillis(step.scope().millis("ageSeconds")),
            PAGE);
  }
}
