package io.driftless.server.device;

import io.driftless.protocol.id.DeviceId;
import io.driftless.server.access.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Unlinks a device: its row is revoked and committed, then its connections are closed at once. The
 * {@link ShutOutSweep} closes them again, for a connection that was just being made, and deletes
 * the queue.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class DeviceUnlinking {

  private static final Logger LOG = System.getLogger(DeviceUnlinking.class.getName());

  @Inject private Devices devices;
  @Inject private ShuttingOut door;

  /** Unlinks a device of the caller's; once more is no error. */
  public void unlink(Caller caller, DeviceId device) {
    if (!devices.revoke(caller, device)) {
      return;
    }
    try {
      door.closeConnections(List.of(device));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Connections of " + device + " are left to the next sweep", e);
    }
  }
}
