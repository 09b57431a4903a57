package io.driftless.client.daemon;

import io.driftless.client.address.AddressOverrides;
import io.driftless.client.address.BadAddressException;
import io.driftless.client.address.BrokerAddress;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.link.BrokerLogin;
import io.driftless.client.link.JmsMessageLink;
import io.driftless.client.link.MessageLink;
import io.driftless.client.report.Reports;
import io.driftless.client.report.StatusReport;
import io.driftless.client.server.HttpServerCalls;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.TokenSource;
import io.driftless.client.time.Pause;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A device that syncs, from its start until it is closed. */
public final class Device implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Device.class);

  private final MessageLink link;
  private final Reports reports;

  private Device(MessageLink link, Reports reports) {
    this.link = link;
    this.reports = reports;
  }

  /** Starts; returns at once, the rest happens on threads of its own. */
  public static Device start(
      DeviceHome home,
      DeviceIdentity identity,
      List<LinkedFolder> folders,
      HttpClient http,
      TokenSource tokens,
      AddressOverrides overrides)
      throws IOException, BadAddressException {
    ServerAddress server =
        overrides.server() == null ? ServerAddress.of(identity.server()) : overrides.server();
    BrokerAddress broker =
        overrides.broker() == null ? BrokerAddress.of(identity.broker()) : overrides.broker();
    ServerCalls calls = new HttpServerCalls(http, server, tokens, identity.device(), Pause.REAL);
    MessageLink link =
        new JmsMessageLink(
            new BrokerLogin(broker, identity.device(), identity.secret()),
            () -> LOG.info("The lease was renewed: {}", renewed(calls, identity)));
    return new Device(link, new Reports(identity, folders));
  }

  private static long renewed(ServerCalls calls, DeviceIdentity identity) throws ServerException {
    return calls.renewLease(identity.device()).leaseUntilMillis();
  }

  /** How the device stands now. */
  public StatusReport report() {
    return reports.report(link.state(), List.of(), List.of());
  }

  @Override
  public void close() {
    link.close();
  }
}
