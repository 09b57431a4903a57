package io.driftless.server.upkeep;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;

/** Reads which devices are away for so long that their queues are cleared of updates. */
@Named
@Dependent
public class QueueReader extends AwayReader {

  /** As Jakarta Batch makes it. */
  public QueueReader() {
    super("awaySeconds");
  }
}
