package io.driftless.server.node;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.NodeMessages.NodePage;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.name.NameRules;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks nodes up and lists folders; checks membership in the transaction that reads. */
@Stateless
public class NodeBrowsing {

  /** The most nodes of a page. */
  public static final int MOST = 1_000;

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;

  /** A node, live or removed. */
  public NodeInfo get(Caller caller, WorkspaceId workspace, NodeId node) {
    return entries(caller, workspace).get(node);
  }

  /**
   * The live node at a path.
   *
   * @param path names with a slash before each; {@code /} is the root
   */
  public NodeInfo byPath(Caller caller, WorkspaceId workspace, String path) {
    NodeEntries entries = entries(caller, workspace);
    NodeId node = entries.at(names(path));
    if (node == null) {
      throw RefusedException.notFound("node");
    }
    return entries.get(node);
  }

  private static List<String> names(String path) {
    if (!path.startsWith("/")) {
      throw RefusedException.invalid("path", "A path begins with a slash.");
    }
    if (path.equals("/")) {
      return List.of();
    }
    List<String> names = Arrays.asList(path.substring(1).split("/", -1));
    if (names.size() > Limits.MAX_DEPTH + 1 || !names.stream().allMatch(NameRules::isLegal)) {
      throw RefusedException.invalid("path", "A path is legal names with a slash before each.");
    }
    return names;
  }

  /**
   * A page of what lies in a folder. What lies in a removed folder is listed as well.
   *
   * @param page the token of the page before; null for the first
   */
  public NodePage children(
      Caller caller, WorkspaceId workspace, NodeId folder, @Nullable String page, int limit) {
    NodeEntries entries = entries(caller, workspace);
    NodeInfo listed = entries.requireKnownFolder(folder);
    return ChildrenToken.page(
        folder, entries.children(listed, ChildrenToken.after(folder, page), limit + 1), limit);
  }

  private NodeEntries entries(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    return new NodeEntries(Sql.of(store), workspace);
  }
}
