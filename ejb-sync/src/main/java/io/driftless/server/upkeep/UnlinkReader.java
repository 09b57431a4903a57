package io.driftless.server.upkeep;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;

/** Reads which devices nobody has used for so long that they are unlinked. */
@Named
@Dependent
public class UnlinkReader extends AwayReader {

  /** As Jakarta Batch makes it. */
  public UnlinkReader() {
    super("unlinkSeconds");
  }
}
