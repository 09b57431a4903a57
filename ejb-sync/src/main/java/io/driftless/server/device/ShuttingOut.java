package io.driftless.server.device;

import io.driftless.protocol.id.DeviceId;
import io.driftless.server.broker.BrokerControl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;

/** Ends the connections of devices whose rows say that they may not be in. */
@ApplicationScoped
class ShuttingOut {

  @Inject private KnownDevices known;
  @Inject private BrokerControl broker;

  /** Has the broker forget who they are, then closes all that they have open. */
  void closeConnections(Collection<DeviceId> devices) {
    if (devices.isEmpty()) {
      return;
    }
    known.forget();
    devices.forEach(broker::closeConnections);
  }
}
