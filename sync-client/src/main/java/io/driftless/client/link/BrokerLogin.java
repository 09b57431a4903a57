package io.driftless.client.link;

import io.driftless.client.address.BrokerAddress;
import io.driftless.protocol.id.DeviceId;

/**
 * Where and as whom the device speaks to the broker.
 *
 * @param secret the device's, as told at enrolment
 */
public record BrokerLogin(BrokerAddress broker, DeviceId device, String secret) {

  /**
   * The Artemis client's settings. It does not reconnect by itself: the link does, so that it knows
   * when it is down, can renew the lease, and has commits sent again.
   */
  String url() {
    return "tcp://%s:%d?%s%s"
        .formatted(
            broker.host(),
            broker.port(),
            String.join(
                "&",
                "enable1xPrefixes=true",
                "reconnectAttempts=0",
                "initialConnectAttempts=1",
                "failoverAttempts=0",
                "connectionTTL=30000",
                "clientFailureCheckPeriod=10000",
                "callTimeout=10000",
                "connect-timeout-millis=10000",
                "useEpoll=false"),
            upgrade() + (broker.encrypted() ? "&sslEnabled=true&verifyHost=true" : ""));
  }

  private String upgrade() {
    return broker.upgraded()
        ? "&httpUpgradeEnabled=true&httpUpgradeEndpoint="
            + (broker.encrypted() ? "https-acceptor" : "http-acceptor")
        : "";
  }

  @Override
  public String toString() {
    return device + " at " + broker; // without the secret
  }
}
