package io.driftless.server.compact;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.StepPart;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.List;

/** Reads of which packs little is still needed. */
@Named
@Dependent
public class CompactReader extends KeyReader {

  @Override
  protected List<String> page(StepPart step, String after) {
    return new SparsePacks(step).after(after, PAGE);
  }
}
