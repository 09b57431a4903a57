package io.driftless.server.check;

import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import io.driftless.server.store.WorkspaceLock;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Makes the checks of one workspace and lists what breaks them. Repairs the quota's count, unless
 * this is a dry run; whatever is wrong with files is for a person to look at.
 */
@Named
@Dependent
public class CheckWriter extends AbstractItemWriter {

  private static final int MOST = 100;

  private static final String REPAIR =
      "UPDATE workspace w SET used_bytes = (SELECT COALESCE(sum(p.size_bytes), 0) FROM pack p"
          + " WHERE p.workspace_id = w.id AND p.state = 0) WHERE w.id = ?";

  @Inject private StepPart part;

  @Override
  public void writeItems(List<Object> items) {
    for (Object item : items) {
      MetadataCheck check = MetadataCheck.named((String) item);
      if (check != null) {
        make(check);
      }
    }
  }

  private void make(MetadataCheck check) {
    UUID workspace = part.workspace().value();
    RunJournal journal = part.journal();
    String name = check.name().toLowerCase(Locale.ROOT).replace('_', '-');
    List<String> wrong =
        part.sql().list(check.query(), row -> row.getString("item"), workspace, MOST);
    journal.count("checks", 1);
    if (wrong.isEmpty()) {
      return;
    }
    journal.count(name, wrong.size());
    journal.list(wrong.stream().map(one -> new RunJournal.Item(name + " " + one, 0)).toList());
    journal.error(
        "%s: %d%s, such as %s"
            .formatted(name, wrong.size(), wrong.size() == MOST ? " or more" : "", wrong.get(0)));
    if (check == MetadataCheck.QUOTA_WRONG && !part.scope().dryRun()) {
      WorkspaceLock.take(part.store(), part.workspace());
      part.sql().update(REPAIR, workspace);
      journal.count("repaired", 1);
    }
  }
}
