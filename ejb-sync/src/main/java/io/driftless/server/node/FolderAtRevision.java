package io.driftless.server.node;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists folders as they were at one revision, so that many listings fit together whatever happens
 * meanwhile. Each call checks membership in the transaction that reads.
 */
@Stateless
public class FolderAtRevision {

  /** The most nodes that one call lists. */
  public static final int MOST = 1_000;

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;

  /**
   * A folder that is to be listed.
   *
   * @param name the name that it has now; of the root that of the workspace
   * @param then the revision
   */
  public record Top(String name, Revision then) {}

  /**
   * Begins with a folder, live or removed.
   *
   * @param at a time in the past; null for now
   */
  public Top begin(Caller caller, WorkspaceId workspace, NodeId folder, @Nullable Instant at) {
    WorkspaceEntity entity = access.toRead(caller, workspace);
    Sql sql = Sql.of(store);
    NodeInfo found = new NodeEntries(sql, workspace).requireKnownFolder(folder);
    Revision then = at == null ? entity.headRevision() : new NodePast(sql, entity).at(at);
    return new Top(folder.isRoot() ? entity.name() : found.name(), then);
  }

  /**
   * What lay in a folder and was not itself removed, by name.
   *
   * @param after the name after which to begin; empty for the first
   */
  public List<NodeInfo> children(
      Caller caller, WorkspaceId workspace, NodeId folder, Revision then, String after) {
    access.toRead(caller, workspace);
    return new PastNodes(Sql.of(store), workspace).children(folder, then, after, MOST);
  }
}
