package io.driftless.server.upkeep;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;

/**
 * Reads which share links, invitations and locks on files are over, as {@code link:ID}, {@code
 * invitation:ID} and {@code lock:WORKSPACE:NODE}.
 */
@Named
@Dependent
public class LapsedReader extends KeyReader {

  private static final String OVER =
      "SELECT item FROM ("
          + "SELECT ('link:' || id) COLLATE \"C\" AS item FROM share"
          + " WHERE least(revoked_at, expires_at) <= ?"
          + " UNION ALL SELECT ('invitation:' || id) COLLATE \"C\" FROM invitation"
          + " WHERE least(revoked_at, accepted_at, expires_at) <= ?"
          + " UNION ALL SELECT ('lock:' || workspace_id || ':' || node_id) COLLATE \"C\""
          + " FROM file_lock WHERE expires_at <= ?"
          + ") AS ended WHERE item > ? ORDER BY item LIMIT ?";

  @Override
  protected List<String> page(StepPart step, String after) {
    RunScope scope = step.scope();
    Instant before = scope.started().minusMillis(scope.millis("lapsedSeconds"));
    return step.sql().list(OVER, row -> row.getString("item"), before, before, before, after, PAGE);
  }
}
