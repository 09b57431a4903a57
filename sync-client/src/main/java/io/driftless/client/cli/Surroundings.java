package io.driftless.client.cli;

import io.driftless.client.address.AddressOverrides;
import io.driftless.client.address.BadAddressException;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.home.SecretFile;
import io.driftless.client.login.SignOn;
import io.driftless.client.login.StoredSignOn;
import io.driftless.client.server.HistoryCalls;
import io.driftless.client.server.HttpServerCalls;
import io.driftless.client.server.JobCalls;
import io.driftless.client.server.OperatorCalls;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.client.time.Pause;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.DeviceId;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the commands share: environment, output, and the parts that talk to the server.
 *
 * @param environment the process's variables
 */
record Surroundings(
    Map<String, String> environment,
    PrintWriter out,
    PrintWriter err,
    HttpClient http,
    Clock clock,
    Pause pause) {

  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        HttpServerCalls.newHttpClient(),
        Clock.systemUTC(),
        Pause.REAL);
  }

  DeviceHome home() throws HomeException {
    return DeviceHome.of(environment);
  }

  AddressOverrides overrides() throws BadAddressException {
    return AddressOverrides.of(environment);
  }

  SignOn signOn(DeviceHome home) throws BadAddressException {
    return new SignOn(
        http, new SecretFile<>(home.signOn(), StoredSignOn.class), overrides().oidc(), clock);
  }

  /** Calls to a server, as this device once there is one. */
  ServerCalls calls(DeviceHome home, ServerAddress server, @Nullable DeviceId device)
      throws BadAddressException {
    return httpCalls(home, server, device);
  }

  /** Calls about what files were, as this device. */
  HistoryCalls history(DeviceHome home, DeviceIdentity identity) throws BadAddressException {
    return httpCalls(home, ServerAddress.of(identity.server()), identity.device());
  }

  /** Calls about the server's jobs, as this device. */
  JobCalls jobs(DeviceHome home, DeviceIdentity identity) throws BadAddressException {
    return httpCalls(home, ServerAddress.of(identity.server()), identity.device());
  }

  /** Calls about the rest of what operators and auditors look after, as this device. */
  OperatorCalls operating(DeviceHome home, DeviceIdentity identity) throws BadAddressException {
    return httpCalls(home, ServerAddress.of(identity.server()), identity.device());
  }

  private HttpServerCalls httpCalls(
      DeviceHome home, ServerAddress server, @Nullable DeviceId device) throws BadAddressException {
    ServerAddress override = overrides().server();
    return new HttpServerCalls(
        http, override == null ? server : override, signOn(home), device, pause);
  }

  /** The device, which must have been enrolled. */
  DeviceIdentity identity(DeviceHome home) throws IOException, ServerException {
    DeviceIdentity identity = home.identity().read();
    if (identity == null) {
      throw new ServerException(
          ServerException.Kind.SIGN_ON,
          "not-enrolled",
          "This device is not known to any server yet. Run 'driftless login SERVER' first.");
    }
    return identity;
  }

  /** Prints a command's answer for programs. */
  void json(Object answer) throws IOException {
    out.println(Codec.json().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
  }

  /** An answer for programs on one line. */
  String jsonLine(Object answer) throws IOException {
    return Codec.json().writeValueAsString(answer);
  }

  /** The folders that were linked. */
  static LinkedFolders folders(DeviceHome home) throws IOException {
    LinkedFolders folders = home.folders().read();
    return folders == null ? LinkedFolders.NONE : folders;
  }
}
