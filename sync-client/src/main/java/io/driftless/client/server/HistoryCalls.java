package io.driftless.client.server;

import io.driftless.protocol.api.HistoryMessages.RestoreRequest;
import io.driftless.protocol.api.HistoryMessages.Restored;
import io.driftless.protocol.api.HistoryMessages.VersionList;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import org.jspecify.annotations.Nullable;

/** The calls about what files were; each blocks and throws {@link ServerException}. */
public interface HistoryCalls {

  /**
   * The versions of a node, newest first; of removed ones, too.
   *
   * @param before only those below; null for all
   * @param limit at most 1,000
   */
  VersionList versions(
      WorkspaceId workspace, NodeId node, @Nullable VersionNumber before, int limit)
      throws ServerException;

  /** Brings back a removed node or an older content; never sent twice by itself. */
  Restored restore(WorkspaceId workspace, NodeId node, RestoreRequest wanted)
      throws ServerException;
}
