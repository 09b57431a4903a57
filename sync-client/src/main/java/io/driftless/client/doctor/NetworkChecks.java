package io.driftless.client.doctor;

import io.driftless.client.address.AddressOverrides;
import io.driftless.client.address.BadAddressException;
import io.driftless.client.address.BrokerAddress;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ConnectInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks of the ways to the server, each as the client goes it. */
public final class NetworkChecks {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long CLOCK_WARNING_SECONDS = 60;
  private static final long CLOCK_FAILURE_SECONDS = 300;

  private final HttpClient http;
  private final Clock clock;
  private final ServerCalls calls;
  private final AddressOverrides overrides;
  private final List<Finding> found = new ArrayList<>();

  /** Checks as a device that is signed on. */
  public NetworkChecks(
      HttpClient http, Clock clock, ServerCalls calls, AddressOverrides overrides) {
    this.http = http;
    this.clock = clock;
    this.calls = calls;
    this.overrides = overrides;
  }

  /** Server, clock, sign-on, broker and blob store; what needs one that failed is skipped. */
  public List<Finding> of(DeviceIdentity identity, List<LinkedFolder> folders)
      throws BadAddressException, InterruptedException {
    ConnectInfo info = server(identity);
    if (info == null) {
      for (String later : List.of("clock", "sign-on", "broker", "blob-store")) {
        found.add(Finding.skipped(later, "Needs the server."));
      }
      return List.copyOf(found);
    }
    clock(identity);
    boolean signedOn = signOn();
    broker(info);
    if (!signedOn || folders.isEmpty()) {
      found.add(Finding.skipped("blob-store", "Needs the sign-on and a linked folder."));
    } else {
      blobStore(folders.get(0));
    }
    return List.copyOf(found);
  }

  private @Nullable ConnectInfo server(DeviceIdentity identity) {
    try {
      ConnectInfo info = calls.connect();
      found.add(
          Finding.ok(
              "server",
              "%s answers, release %s.".formatted(identity.server(), info.serverVersion())));
      return info;
    } catch (ServerException e) {
      found.add(
          Finding.failed(
              "server",
              e.getMessage(),
              "Check the network, a VPN or proxy, and whether the server runs. Meanwhile work on;"
                  + " changes go out later."));
      return null;
    }
  }

  /** By the Date of an answer, to the second. */
  private void clock(DeviceIdentity identity) throws BadAddressException, InterruptedException {
    ServerAddress server =
        overrides.server() == null ? ServerAddress.of(identity.server()) : overrides.server();
    try {
      String date =
          http.send(
                  HttpRequest.newBuilder(server.resolve("/api/v1/connect"))
                      .timeout(PATIENCE)
                      .build(),
                  BodyHandlers.discarding())
              .headers()
              .firstValue("Date")
              .orElse("");
      long off =
          Duration.between(
                  ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
                  clock.instant())
              .toSeconds();
      String words =
          Math.abs(off) <= 2
              ? "This clock and the server's agree."
              : "This clock is %d seconds %s the server's."
                  .formatted(Math.abs(off), off > 0 ? "ahead of" : "behind");
      String remedy = "Let the clock be set: timedatectl set-ntp true";
      found.add(
          Math.abs(off) > CLOCK_FAILURE_SECONDS
              ? Finding.failed("clock", words + " Sign-on and passes fail by that.", remedy)
              : Math.abs(off) > CLOCK_WARNING_SECONDS
                  ? Finding.warning("clock", words, remedy)
                  : Finding.ok("clock", words));
    } catch (IOException | DateTimeParseException e) {
      found.add(Finding.skipped("clock", "The server does not tell what time it is."));
    }
  }

  private boolean signOn() {
    try {
      calls.heads();
      found.add(Finding.ok("sign-on", "The server knows you and this device."));
      return true;
    } catch (ServerException e) {
      found.add(
          Finding.failed(
              "sign-on",
              e.getMessage(),
              e.passing() ? "Wait, then try again." : "driftless login SERVER"));
      return false;
    }
  }

  private void broker(ConnectInfo info) throws BadAddressException {
    BrokerAddress told = BrokerAddress.of(info.brokerUrl());
    BrokerAddress broker = overrides.broker() == null ? told : overrides.broker();
    reach("broker", broker.toString(), broker.host(), broker.port());
  }

  private void blobStore(LinkedFolder folder) {
    try {
      String address =
          AddressOverrides.replaceAuthority(
              calls.sas(folder.workspace(), BlobAccess.DOWNLOAD).containerUrl(), overrides.blob());
      URI blob = URI.create(address);
      int port = blob.getPort() > 0 ? blob.getPort() : "https".equals(blob.getScheme()) ? 443 : 80;
      reach("blob-store", blob.getScheme() + "://" + blob.getAuthority(), blob.getHost(), port);
    } catch (ServerException e) {
      found.add(
          Finding.failed(
              "blob-store", "No pass to the blob store: " + e.getMessage(), "Ask the operator."));
    }
  }

  private void reach(String check, String name, String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port), (int) PATIENCE.toMillis());
      found.add(Finding.ok(check, name + " can be reached."));
    } catch (IOException e) {
      found.add(
          Finding.failed(
              check,
              "%s can't be reached: %s.".formatted(name, e.getMessage()),
              "A firewall or proxy must let this machine reach %s, port %d."
                  .formatted(host, port)));
    }
  }
}
