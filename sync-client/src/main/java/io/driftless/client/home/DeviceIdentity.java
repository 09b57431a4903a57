package io.driftless.client.home;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;

/**
 * Who this device is, and at which server.
 *
 * @param server the server's address as given at login
 * @param broker the message broker's, as the server told last
 * @param device its id and its user name at the broker
 * @param secret its password at the broker
 * @param account whose device it is
 * @param name what people call it
 */
public record DeviceIdentity(
    String server, String broker, DeviceId device, String secret, AccountId account, String name) {

  /** The same device with the broker at another address. */
  public DeviceIdentity withBroker(String address) {
    return new DeviceIdentity(server, address, device, secret, account, name);
  }

  @Override
  public String toString() {
    return device + " at " + server; // without the secret
  }
}
