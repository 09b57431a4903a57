package io.driftless.client.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that has a file open until it is closed. */
public final class Holder implements AutoCloseable {

  private final Process process;

  private Holder(Process process) {
    this.process = process;
  }

  /**
   * Opens a file.
   *
   * @param how as a shell says it: {@code <}, {@code <>}, {@code >>}
   */
  public static Holder of(Path file, String how) throws IOException {
    String script = "exec 3" + how + "\"$1\"; echo ready; read -r more; printf %s \"$more\" >&3";
    Process process = new ProcessBuilder("sh", "-c", script, "sh", file.toString()).start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    if (!"ready".equals(out.readLine())) {
      throw new IOException("It does not hold " + file);
    }
    return new Holder(process);
  }

  /** Whether it still has the file open. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Writes into the file and closes it. */
  public void writes(String text) throws IOException, InterruptedException {
    try (OutputStream to = process.getOutputStream()) {
      to.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
