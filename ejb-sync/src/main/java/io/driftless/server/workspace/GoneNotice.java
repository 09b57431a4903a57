package io.driftless.server.workspace;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Message.WorkspaceGone;
import io.driftless.server.device.DeviceDirectory;
import io.driftless.server.fanout.DeviceMessages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Tells the devices of a removed member that the workspace is gone, in the same transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class GoneNotice {

  @Inject private DeviceDirectory devices;
  @Inject private DeviceMessages messages;

  /** Puts the notice into the queue of each linked device of the account. */
  public void tell(AccountId account, WorkspaceId workspace) {
    for (DeviceId device : devices.linked(account)) {
      messages.send(device, new WorkspaceGone(workspace));
    }
  }
}
