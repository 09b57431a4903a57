package io.driftless.server.upkeep;

import io.driftless.server.job.KeyReader;
import io.driftless.server.job.StepPart;
import java.util.List;

/** Reads which linked devices let their lease lapse long ago, by id. */
abstract class AwayReader extends KeyReader {

  private final String setting;

  /** Those whose lease lapsed longer ago than this setting of the run says. */
  AwayReader(String setting) {
    this.setting = setting;
  }

  @Override
  protected List<String> page(StepPart step, String after) {
    return LapsedDevices.of(step, setting).after(after, PAGE);
  }
}
