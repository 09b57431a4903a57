package io.driftless.client.cli;

import io.driftless.client.report.StatusReport;

/** Shows a person how {@code sync} goes on; told a few times a second. */
interface SyncView extends AutoCloseable {

  /** The status of this moment. */
  void show(StatusReport report);

  /** A person asked it to stop; the last status. */
  void ended(StatusReport report);

  @Override
  void close();
}
