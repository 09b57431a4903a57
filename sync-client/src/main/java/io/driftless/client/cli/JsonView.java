package io.driftless.client.cli;

import io.driftless.client.report.StatusReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** For programs: the status as a JSON object on a line of its own, whenever it has changed. */
final class JsonView implements SyncView {

  private final Surroundings around;
  private @Nullable StatusReport last;

  JsonView(Surroundings around) {
    this.around = around;
  }

  @Override
  public void show(StatusReport report) {
    if (report.equals(last)) {
      return;
    }
    last = report;
    try {
      around.out().println(around.jsonLine(report));
      around.out().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The status can't be written as JSON", e);
    }
  }

  @Override
  public void ended(StatusReport report) {
    show(report.withState("stopped"));
  }

  @Override
  public void close() {
    around.out().flush();
  }
}
