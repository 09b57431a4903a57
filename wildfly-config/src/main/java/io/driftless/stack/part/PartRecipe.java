package io.driftless.stack.part;

import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one part is started, recognised as ready, and ended. Its data lies in its folder and survives
 * all three.
 */
public interface PartRecipe {

  /**
   * A process to start.
   *
   * @param command program and arguments
   * @param environment variables besides those of the launcher
   */
  record Launch(List<String> command, Map<String, String> environment) {}

  /** Which part it is. */
  PartName name();

  /** Installs what is missing, prepares the data folder, and says what to run. */
  Launch prepare(StackProgress progress) throws IOException, InterruptedException, StackException;

  /** Whether it answers now; an exception means that it never will. */
  boolean isReady() throws IOException, StackException;

  /** Whether what runs was made from something that the build has replaced since. */
  default boolean isOutdated() throws IOException {
    return false;
  }

  /** Called once after each start, as soon as it answers, before others may use it. */
  default void settle(StackProgress progress) throws IOException, StackException {}

  /** The signal that asks it to end in good order. */
  default String stopSignal() {
    return "TERM";
  }

  /** How long it may take to answer. */
  Duration startLimit();
}
