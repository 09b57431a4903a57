package io.driftless.client.cli;

import io.driftless.client.daemon.Connections;
import io.driftless.client.daemon.Device;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.home.RootMarker;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Does for a moment what a client does, in a folder made for it and without a server. Run while
 * Java makes an archive of the classes that were loaded: a client that starts from that starts
 * sooner and holds less memory. The build and the package call it.
 */
@Command(
    name = "rehearse",
    description = "Loads what a client needs; for the archive of loaded classes.",
    hidden = true,
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {

  private static final long MOMENT_MILLIS = 2_000;
  private final Surroundings around;

  RehearseCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    Path stage = Files.createTempDirectory("driftless-rehearsal").toRealPath();
    Path root = Files.createDirectories(stage.resolve("folder/inner"));
    Files.writeString(root.resolve("file"), "a file\n");
    DeviceHome home = DeviceHome.of(stage.resolve("home"));
    WorkspaceId workspace = new WorkspaceId(new UUID(1, 1));
    DeviceIdentity nobody =
        new DeviceIdentity(
            "http://127.0.0.1:1",
            "tcp://127.0.0.1:1",
            new DeviceId("rehearsal"),
            "secret",
            new AccountId(new UUID(2, 2)),
            "rehearsal");
    Path folder = stage.resolve("folder");
    new RootMarker(workspace, nobody.device(), home.path().toString()).write(folder);
    home.folders()
        .write(new LinkedFolders(List.of(new LinkedFolder(folder.toString(), workspace, "stage"))));
    Connections connections =
        new Connections(around.http(), around.signOn(home), around.overrides());
    try (Device device = new Device(home, nobody, connections)) {
      TimeUnit.MILLISECONDS.sleep(MOMENT_MILLIS);
      around.out().println(device.report().state());
    }
    remove(stage);
    return ExitCode.OK;
  }

  private static void remove(Path stage) throws IOException {
    try (Stream<Path> all = Files.walk(stage)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
