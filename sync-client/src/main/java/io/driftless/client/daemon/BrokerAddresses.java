package io.driftless.client.daemon;

import io.driftless.client.address.BadAddressException;
import io.driftless.client.address.BrokerAddress;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.link.BrokerLogin;
import io.driftless.client.link.BrokerLookup;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the broker is: as the server told last, kept in the home for the next start. An address
 * that was set from outside outranks it.
 */
final class BrokerAddresses implements BrokerLookup {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerAddresses.class);

  private final DeviceHome home;
  private final Connections connections;
  private final ServerCalls calls;
  private DeviceIdentity identity;

  BrokerAddresses(
      DeviceHome home, DeviceIdentity identity, Connections connections, ServerCalls calls) {
    this.home = home;
    this.identity = identity;
    this.connections = connections;
    this.calls = calls;
  }

  /** Where to connect as far as it is known here. */
  synchronized BrokerLogin known() throws BadAddressException {
    return connections.broker(identity);
  }

  @Override
  public synchronized BrokerLogin lookUp() throws ServerException {
    try {
      if (connections.overrides().broker() == null) {
        String told = BrokerAddress.of(calls.connect().brokerUrl()).toString();
        if (!told.equals(identity.broker())) {
          identity = identity.withBroker(told);
          home.identity().write(identity);
        }
      }
      return known();
    } catch (BadAddressException e) {
      throw new ServerException(
          Kind.NOT_DRIFTLESS,
          "broker-address",
          "The server names a broker address that can't be used. " + e.getMessage());
    } catch (ServerException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("The broker's new address can't be kept; it is asked for again", e);
      throw new ServerException(Kind.BUSY, "broker-address", String.valueOf(e.getMessage()));
    }
  }
}
