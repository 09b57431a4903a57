package io.driftless.server.upkeep;

import io.driftless.server.job.RunJournal;
import io.driftless.server.job.StepPart;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;

/** Drops recipes that were sent ahead long ago: the commit never came, or has its recipe. */
@Named
@Dependent
public class RecipeWriter extends AbstractItemWriter {

  private static final String WITH_LENGTH =
      "SELECT workspace_id || ':' || encode(digest, 'hex') AS item, octet_length(recipe) AS bytes"
          + " FROM staged_recipe WHERE workspace_id || ':' || encode(digest, 'hex') = ANY (?)"
          + " AND created_at <= ?";

  private static final String DROP =
      "DELETE FROM staged_recipe WHERE workspace_id || ':' || encode(digest, 'hex') = ANY (?)";

  @Inject private StepPart part;

  @Override
  public void writeItems(List<Object> items) {
    RunJournal journal = part.journal();
    List<RunJournal.Item> old =
        part
            .sql()
            .list(
                WITH_LENGTH,
                row -> Map.entry(row.getString("item"), row.getLong("bytes")),
                items.stream().map(String.class::cast).toArray(String[]::new),
                part.scope().started().minusMillis(part.scope().millis("recipeSeconds")))
            .stream()
            .map(recipe -> new RunJournal.Item(recipe.getKey(), recipe.getValue()))
            .toList();
    if (part.scope().dryRun()) {
      journal.list(old);
    } else {
      part.sql()
          .update(DROP, (Object) old.stream().map(RunJournal.Item::item).toArray(String[]::new));
    }
    journal.count("recipes", old.size());
    journal.count("bytes", old.stream().mapToLong(RunJournal.Item::bytes).sum());
  }
}
