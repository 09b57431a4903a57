package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeLock;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.RootMarker;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code driftless logout}: unlinks the device; files stay. */
@Command(
    name = "logout",
    description = {
      "Unlinks this device from the server and ends its sign-on.",
      "All files stay where they are, here and there."
    },
    mixinStandardHelpOptions = true)
final class LogoutCommand implements Callable<Integer> {

  private final Surroundings around;

  @Option(
      names = "--force",
      description =
          "Forget the server here even when it can't be told. Then unlink the device in the"
              + " portal too.")
  private boolean force;

  @Option(names = "--json", description = "Tell what was unlinked as JSON.")
  private boolean json;

  LogoutCommand(Surroundings around) {
    this.around = around;
  }

  /** What {@code --json} prints; null when the device was not signed on. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @JsonPropertyOrder({"device", "server"})
  record Left(@Nullable String device, @Nullable String server) {}

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    DeviceIdentity identity = home.identity().read();
    if (identity == null) {
      if (json) {
        around.json(new Left(null, null));
      } else {
        around.out().println("This device is not signed on. There is nothing to do.");
      }
      return ExitCode.OK;
    }
    try (HomeLock lock = HomeLock.take(home)) {
      if (lock != null) {
        leave(home, identity);
      }
    }
    return ExitCode.OK;
  }

  private void leave(DeviceHome home, DeviceIdentity identity) throws Exception {
    tellServer(home, identity);
    for (LinkedFolder folder : Surroundings.folders(home).folders()) {
      new LeftBehind(home).unlock(folder);
      removeMarker(folder);
      home.writeLeftOut(folder.workspace(), Set.of());
    }
    home.folders().delete();
    home.identity().delete();
    Files.deleteIfExists(home.status());
    home.indexes().retireAll();
    if (json) {
      around.json(new Left(identity.device().value(), identity.server()));
      return;
    }
    around
        .out()
        .printf(
            "Device '%s' is unlinked from %s. Your files stay.%n",
            identity.name(), identity.server());
  }

  private void tellServer(DeviceHome home, DeviceIdentity identity) throws Exception {
    try {
      around
          .calls(home, ServerAddress.of(identity.server()), identity.device())
          .unlink(identity.device());
    } catch (ServerException e) {
      if (!force && e.kind() != Kind.NOT_FOUND) {
        throw new ServerException(
            e.kind(),
            e.code(),
            e.getMessage() + " Or forget the server here only: driftless logout --force.");
      }
    }
    try {
      around.signOn(home).end();
    } catch (ServerException e) {
      around.err().println("driftless: the sign-on could not be told: " + e.getMessage());
    }
  }

  private void removeMarker(LinkedFolder folder) {
    try {
      RootMarker.remove(folder.path());
    } catch (IOException e) {
      around
          .err()
          .printf(
              "driftless: %s keeps its marker %s: %s%n",
              folder.folder(), RootMarker.PATH, e.getMessage());
    }
  }
}
