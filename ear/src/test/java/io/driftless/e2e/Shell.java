package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs what a person types. */
final class Shell {

  private Shell() {}

  /** Runs a script of bash; fails with what it said when it does not end well. */
  static void run(Path in, String script) throws IOException, InterruptedException {
    Process process = start(in, script);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Starts a script that goes on. */
  static Process start(Path in, String script) throws IOException {
    return new ProcessBuilder("bash", "-ec", script)
        .directory(in.toFile())
        .redirectErrorStream(true)
        .start();
  }
}
