package io.driftless.stack.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs short commands to their end. */
final class Commands {

  private static final int TAIL_LINES = 15;

  private Commands() {}

  /**
   * Runs a command with its output in a file; a status other than 0 is an error with the end of
   * that output.
   */
  static void run(Path folder, Path log, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    int status;
    try {
      status = process.waitFor();
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      throw e;
    }
    if (status != 0) {
      List<String> lines = Files.readAllLines(log);
      String end =
          String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
      throw new IOException(
          String.join(" ", command) + " ended with status " + status + ":\n" + end);
    }
  }

  /** Whether a command can be run and ends with status 0. */
  static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
