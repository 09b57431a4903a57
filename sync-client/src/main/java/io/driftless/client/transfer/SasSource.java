package io.driftless.client.transfer;

import io.driftless.client.server.ServerException;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.WorkspaceId;

/** Where passes to the blob store come from: a call to the server. */
@FunctionalInterface
public interface SasSource {

  /** A fresh pass. Blocks. */
  Sas sas(WorkspaceId workspace, BlobAccess access) throws ServerException;
}
