package io.driftless.server.gc;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.HexFormat;
import java.util.List;

/** Reads which chunks were quarantined long enough ago. */
@Named
@Dependent
public class SweepReader extends KeyReader {

  private static final String SWEEPABLE =
      "SELECT encode(c.hash, 'hex') AS hash FROM chunk c WHERE c.workspace_id = ? AND c.hash > ?"
          + " AND c.state = 2 AND c.quarantined_at <= ? ORDER BY c.hash LIMIT ?";

  @Override
  protected List<String> page(StepPart step, String after) {
    RunScope scope = step.scope();
    return step.sql()
        .list(
            SWEEPABLE,
            row -> row.getString("hash"),
            step.workspace().value(),
            HexFormat.of().parseHex(after),
            scope.started().minusMillis(scope.millis("graceSeconds")),
            PAGE);
  }
}
