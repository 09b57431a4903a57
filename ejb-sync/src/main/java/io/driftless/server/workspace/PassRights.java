package io.driftless.server.workspace;

import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Decides in one transaction whether a caller gets a pass. */
@Stateless
public class PassRights {

  @Inject private WorkspaceAccess access;

  /** The container that the caller may use in this way. */
  public String container(Caller caller, WorkspaceId workspace, BlobAccess wanted) {
    WorkspaceEntity found =
        wanted == BlobAccess.UPLOAD
            ? access.toWrite(caller, workspace)
            : access.toRead(caller, workspace);
    return found.container();
  }
}
