package io.driftless.server.check;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.StepPart;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;

/** Reads which checks there are. */
@Named
@Dependent
public class CheckReader extends KeyReader {

  @Override
  protected List<String> page(StepPart step, String after) {
    return Arrays.stream(MetadataCheck.values())
        .map(MetadataCheck::name)
        .sorted()
        .filter(name -> name.compareTo(after) > 0)
        .toList();
  }
}
