package io.driftless.client.daemon;

import io.driftless.client.address.AddressOverrides;
import io.driftless.client.address.BadAddressException;
import io.driftless.client.address.BrokerAddress;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.link.BrokerLogin;
import io.driftless.client.server.HttpServerCalls;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.TokenSource;
import io.driftless.client.time.Pause;
import java.net.http.HttpClient;

/**
 * The ways to the server.
 *
 * @param tokens bearer tokens of the person who signed on
 */
public record Connections(HttpClient http, TokenSource tokens, AddressOverrides overrides) {

  ServerCalls calls(DeviceIdentity identity) throws BadAddressException {
    ServerAddress server =
        overrides.server() == null ? ServerAddress.of(identity.server()) : overrides.server();
    return new HttpServerCalls(http, server, tokens, identity.device(), Pause.REAL);
  }

  BrokerLogin broker(DeviceIdentity identity) throws BadAddressException {
    BrokerAddress broker =
        overrides.broker() == null ? BrokerAddress.of(identity.broker()) : overrides.broker();
    return new BrokerLogin(broker, identity.device(), identity.secret());
  }
}
