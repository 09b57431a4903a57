package io.driftless.server.job;

import jakarta.batch.runtime.BatchStatus;
import java.util.Locale;

/** What an operator sees of a run. */
public enum RunState {
  /** Until a second operator releases or rejects it. */
  WAITING,
  STARTING,
  RUNNING,
  /** An operator has stopped it; it ends with the piece at hand. */
  STOPPING,
  /** Can be restarted, as a failed one: it goes on where it ended. */
  STOPPED,
  FAILED,
  COMPLETED,
  /** It never began. */
  REJECTED;

  /** Whether nothing more happens by itself. */
  public boolean isFinal() {
    return this == STOPPED || this == FAILED || this == COMPLETED || this == REJECTED;
  }

  static RunState of(BatchStatus status) {
    return switch (status) {
      case STARTING -> STARTING;
      case STARTED -> RUNNING;
      case STOPPING -> STOPPING;
      case STOPPED -> STOPPED;
      case FAILED, ABANDONED -> FAILED;
      case COMPLETED -> COMPLETED;
    };
  }

  /** As the API tells it. */
  public String told() {
    return name().toLowerCase(Locale.ROOT);
  }
}
