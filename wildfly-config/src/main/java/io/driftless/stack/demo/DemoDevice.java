package io.driftless.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.stack.StackException;
import io.driftless.stack.device.LocalDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One of the two devices of the tour, with its client running or not. */
final class DemoDevice {

  private static final long STOP_SECONDS = 30;

  private final String name;
  private final LocalDevice device;
  private final Path log;
  private @Nullable Process client;

  DemoDevice(String name, LocalDevice device, Path log) {
    this.name = name;
    this.device = device;
    this.log = log;
  }

  String name() {
    return name;
  }

  LocalDevice device() {
    return device;
  }

  Path folder() {
    return device.folder();
  }

  /** Starts the client; one left over by an earlier tour is ended first. */
  void goOnline() throws IOException, InterruptedException {
    long left = device.status().path("processId").asLong(0);
    if (left > 0) {
      ProcessHandle.of(left).ifPresent(DemoDevice::end);
    }
    client = device.startDaemon(log);
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Ends the client in good order. */
  void goOffline() throws InterruptedException {
    Process running = client;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
      client = null;
    }
  }

  /** Fails if the client ended by itself. */
  void mustRun() throws StackException {
    Process running = client;
    if (running != null && !running.isAlive()) {
      throw new StackException(
          "the client of " + name + " ended with status " + running.exitValue() + "; see " + log);
    }
  }

  /** The running client's process. */
  long processId() throws StackException {
    Process running = client;
    if (running == null) {
      throw new StackException("the client of " + name + " does not run");
    }
    return running.pid();
  }

  boolean isUpToDate() throws IOException, InterruptedException {
    return device.status().path("state").asText().equals("up-to-date");
  }

  /** Lets many deletes go that are held. */
  void releaseHeld() throws IOException, InterruptedException, StackException {
    if (device.status().path("state").asText().equals("held")) {
      device.confirmDeletes();
    }
  }

  Transferred transferred() throws IOException, InterruptedException {
    JsonNode all = device.status().path("roots").path(0).path("transferred");
    return new Transferred(
        all.path("uploadedBytes").asLong(),
        all.path("downloadedBytes").asLong(),
        all.path("reusedBytes").asLong());
  }

  /** Bytes since the client was started. */
  record Transferred(long uploaded, long downloaded, long reused) {
    Transferred since(Transferred before) {
      return new Transferred(
          uploaded - before.uploaded, downloaded - before.downloaded, reused - before.reused);
    }
  }
}
