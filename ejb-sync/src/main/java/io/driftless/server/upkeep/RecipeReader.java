package io.driftless.server.upkeep;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.RunScope;
import io.driftless.server.job.StepPart;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.List;

/** Reads which recipes were sent ahead long ago, as {@code workspace:digest}. */
@Named
@Dependent
public class RecipeReader extends KeyReader {

  private static final String OLD =
      "SELECT workspace_id || ':' || encode(digest, 'hex') COLLATE \"C\" AS item"
          + " FROM staged_recipe WHERE created_at <= ?"
          + " AND workspace_id || ':' || encode(digest, 'hex') COLLATE \"C\" > ?"
          + " ORDER BY item LIMIT ?";

  @Override
  protected List<String> page(StepPart step, String after) {
    RunScope scope = step.scope();
    return step.sql()
        .list(
            OLD,
            row -> row.getString("item"),
            scope.started().minusMillis(scope.millis("recipeSeconds")),
            after,
            PAGE);
  }
}
