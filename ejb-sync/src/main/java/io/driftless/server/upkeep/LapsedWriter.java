package io.driftless.server.upkeep;

import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;

/**
 * Drops share links, invitations and locks on files that are over. None of them does anything any
 * more; who made, used or ended them stays in the audit.
 */
@Named
@Dependent
public class LapsedWriter extends AbstractItemWriter {

  private static final String ATTEMPTS =
      "DELETE FROM share_attempt WHERE share_id IN (SELECT id FROM share"
          + " WHERE 'link:' || id = ANY (?) AND least(revoked_at, expires_at) <= ?)";

  private static final String LINKS =
      "DELETE FROM share WHERE 'link:' || id = ANY (?) AND least(revoked_at, expires_at) <= ?";

  private static final String INVITATIONS =
      "DELETE FROM invitation WHERE 'invitation:' || id = ANY (?)"
          + " AND least(revoked_at, accepted_at, expires_at) <= ?";

  private static final String LOCKS =
      "DELETE FROM file_lock WHERE 'lock:' || workspace_id || ':' || node_id = ANY (?)"
          + " AND expires_at <= ?";

  @Inject private StepPart part;

  @Override
  public void writeItems(List<Object> items) {
    RunJournal journal = part.journal();
    if (part.scope().dryRun()) {
      journal.list(items.stream().map(item -> new RunJournal.Item((String) item, 0)).toList());
      journal.count("items", items.size());
      return;
    }
    String[] keys = items.stream().map(String.class::cast).toArray(String[]::new);
    Instant before = part.scope().started().minusMillis(part.scope().millis("lapsedSeconds"));
    part.sql().update(ATTEMPTS, keys, before);
    journal.count("links", part.sql().update(LINKS, keys, before));
    journal.count("invitations", part.sql().update(INVITATIONS, keys, before));
    journal.count("locks", part.sql().update(LOCKS, keys, before));
  }
}
