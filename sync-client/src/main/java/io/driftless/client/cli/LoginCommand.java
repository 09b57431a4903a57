package io.driftless.client.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.driftless.client.address.AddressOverrides;
import io.driftless.client.address.BrokerAddress;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.HomeLock;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.RootMarker;
import io.driftless.client.home.SecretFile;
import io.driftless.client.login.DeviceGrant;
import io.driftless.client.login.StoredSignOn;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.protocol.api.ConnectInfo;
import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.api.DeviceMessages.Enrolled;
import io.driftless.protocol.id.DeviceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code driftless login SERVER}: signs a person on and enrols the device. */
@Command(
    name = "login",
    description = {
      "Signs you on in a browser and makes this device known to the server.",
      "Run it again when the sign-on has ended; the device stays the same."
    },
    mixinStandardHelpOptions = true)
final class LoginCommand implements Callable<Integer> {

  private final Surroundings around;

  @Parameters(
      paramLabel = "SERVER",
      description = "The server's address, such as https://files.example.org.")
  private String server = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "What to call this device; also in names of conflicted copies. Default: the host's name.")
  private @Nullable String name;

  @Option(
      names = "--json",
      description =
          "Two JSON objects, each on a line of its own: the address to open and its code; then the"
              + " device.")
  private boolean json;

  LoginCommand(Surroundings around) {
    this.around = around;
  }

  /** What {@code --json} prints first. */
  @JsonPropertyOrder({"url", "code"})
  record Approval(String url, String code) {}

  /** What {@code --json} prints in the end. */
  @JsonPropertyOrder({"device", "name", "server"})
  record SignedOn(String device, String name, String server) {}

  @Override
  public Integer call() throws Exception {
    DeviceHome home = around.home();
    ServerAddress address = ServerAddress.of(server);
    DeviceIdentity known = home.identity().read();
    if (known != null && !known.server().equals(address.toString())) {
      throw new HomeException(
          "other-server",
          "This device belongs to %s. Run 'driftless logout' first, or choose another state folder with %s."
              .formatted(known.server(), DeviceHome.VARIABLE));
    }
    try (HomeLock lock = HomeLock.take(home)) {
      return lock == null ? ExitCode.FAILED : signOn(home, address, known);
    }
  }

  private int signOn(DeviceHome home, ServerAddress address, @Nullable DeviceIdentity known)
      throws Exception {
    ConnectInfo info = around.calls(home, address, null).connect();
    AddressOverrides overrides = around.overrides();
    String broker = BrokerAddress.of(info.brokerUrl()).toString();
    StoredSignOn signOn =
        new DeviceGrant(around.http(), around.pause())
            .signOn(info.issuer(), info.clientId(), overrides.oidc(), this::show);
    new SecretFile<>(home.signOn(), StoredSignOn.class).write(signOn);
    DeviceIdentity identity =
        known != null && isStillEnrolled(home, address, known)
            ? known.withBroker(broker)
            : enrol(home, address, broker);
    home.identity().write(identity);
    if (json) {
      around
          .out()
          .println(
              around.jsonLine(
                  new SignedOn(identity.device().value(), identity.name(), address.toString())));
      return ExitCode.OK;
    }
    around
        .out()
        .printf(
            "Signed on at %s as device '%s' (%s).%n", address, identity.name(), identity.device());
    if (Surroundings.folders(home).folders().isEmpty()) {
      around.out().println("Next: driftless init FOLDER");
    }
    return ExitCode.OK;
  }

  private void show(String url, String code) {
    if (json) {
      try {
        around.out().println(around.jsonLine(new Approval(url, code)));
      } catch (IOException e) {
        throw new UncheckedIOException("The address can't be written as JSON", e);
      }
      around.out().flush();
      return;
    }
    around
        .out()
        .printf(
            "To sign on, open this address in a browser on any device:%n%n  %s%n%n"
                + "and check that it shows the code %s. Waiting ...%n",
            url, code);
    around.out().flush();
  }

  private boolean isStillEnrolled(DeviceHome home, ServerAddress address, DeviceIdentity known)
      throws Exception {
    try {
      around.calls(home, address, known.device()).renewLease(known.device());
      return true;
    } catch (ServerException e) {
      if (e.kind() == Kind.DENIED || e.kind() == Kind.NOT_FOUND || e.kind() == Kind.REFUSED) {
        around.err().println("The server no longer knows this device; it is enrolled anew.");
        return false;
      }
      throw e;
    }
  }

  private DeviceIdentity enrol(DeviceHome home, ServerAddress address, String broker)
      throws Exception {
    String called = name == null || name.isBlank() ? hostName() : name.strip();
    ServerCalls calls = around.calls(home, address, null);
    Enrolled enrolled = calls.enrol(new EnrolRequest(called, platform()));
    home.indexes().retireAll();
    for (LinkedFolder folder : Surroundings.folders(home).folders()) {
      remark(folder, enrolled.device(), home);
    }
    return new DeviceIdentity(
        address.toString(),
        broker,
        enrolled.device(),
        enrolled.secret(),
        enrolled.account(),
        called);
  }

  /** A folder that is away is marked when it is linked again. */
  private void remark(LinkedFolder folder, DeviceId device, DeviceHome home) throws IOException {
    if (RootMarker.read(folder.path()) != null) {
      new RootMarker(folder.workspace(), device, home.path().toString()).write(folder.path());
    } else {
      around
          .err()
          .printf(
              "driftless: %s is not there; link it again with 'driftless init'.%n",
              folder.folder());
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macos" : "linux";
  }

  private static String hostName() {
    try {
      String host = InetAddress.getLocalHost().getHostName();
      int dot = host.indexOf('.');
      return dot > 0 ? host.substring(0, dot) : host;
    } catch (IOException e) {
      return "device"; // a host without a name of its own
    }
  }
}
