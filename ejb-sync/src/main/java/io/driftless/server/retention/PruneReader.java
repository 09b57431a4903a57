package io.driftless.server.retention;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.StepPart;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.List;
import java.util.UUID;

/** Reads which files may have contents to prune. */
@Named
@Dependent
public class PruneReader extends KeyReader {

  @Override
  protected List<String> page(StepPart step, String after) {
    UUID node = after.isEmpty() ? new UUID(0, 0) : UUID.fromString(after);
    return new RetentionFacts(step.sql(), step.workspace().value())
        .nodes(node, PAGE).stream().map(UUID::toString).toList();
  }
}
