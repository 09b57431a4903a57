package io.driftless.server.node;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.NodeMessages.NodePage;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.name.CanonicalKey;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes that are not where one looks for them: in the trash, in the past, under a name
 * somewhere. Checks membership in the transaction that reads.
 */
@Stateless
public class NodeFinding {

  /** The most nodes of a page of a search. */
  public static final int MOST_FOUND = 100;

  /** So many names are looked at for one page of a search; it may be short, or empty. */
  private static final int NAMES_A_PAGE = 20_000;

  private static final String NAMES =
      "SELECT node_id, name FROM node WHERE workspace_id = ? AND node_id > ? AND NOT deleted"
          + " ORDER BY node_id LIMIT ?";

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;

  /**
   * A page of what was removed, the last removed first. What lay in a removed folder is not told
   * apart from it.
   *
   * @param page the token of the page before; null for the first
   */
  public NodePage trash(Caller caller, WorkspaceId workspace, @Nullable String page, int limit) {
    access.toRead(caller, workspace);
    long before = page == null ? Long.MAX_VALUE : PageToken.number(page);
    List<NodeInfo> found = new PastNodes(Sql.of(store), workspace).trash(before, limit + 1);
    if (found.size() <= limit) {
      return new NodePage(found, null);
    }
    List<NodeInfo> nodes = found.subList(0, limit);
    return new NodePage(nodes, PageToken.of(nodes.get(limit - 1).revision().value()));
  }

  /**
   * A page of what lay in a folder at a time.
   *
   * @param page the token of the page before; null for the first
   */
  public NodePage childrenAt(
      Caller caller,
      WorkspaceId workspace,
      NodeId folder,
      Instant time,
      @Nullable String page,
      int limit) {
    WorkspaceEntity entity = access.toRead(caller, workspace);
    Sql sql = Sql.of(store);
    new NodeEntries(sql, workspace).requireKnownFolder(folder);
    Revision then = new NodePast(sql, entity).at(time);
    PastNodes past = new PastNodes(sql, workspace);
    List<NodeInfo> found =
        past.children(folder, then, ChildrenToken.after(folder, page), limit + 1);
    return ChildrenToken.page(folder, found, limit);
  }

  /**
   * A page of the live nodes whose name has a text in it, whatever its case and its Unicode form.
   *
   * @param page the token of the page before; null for the first
   */
  public NodePage search(
      Caller caller, WorkspaceId workspace, String text, @Nullable String page, int limit) {
    access.toRead(caller, workspace);
    String wanted = CanonicalKey.of(text).value();
    if (wanted.isEmpty()) {
      throw RefusedException.invalid("name", "Give a part of a name.");
    }
    Sql sql = Sql.of(store);
    NodeEntries entries = new NodeEntries(sql, workspace);
    UUID after = page == null ? NodeId.ROOT.value() : PageToken.id(page);
    List<Map.Entry<UUID, String>> names =
        sql.list(
            NAMES,
            row -> Map.entry(Sql.uuid(row, "node_id"), row.getString("name")),
            workspace.value(),
            after,
            NAMES_A_PAGE);
    List<NodeInfo> found = new ArrayList<>();
    for (Map.Entry<UUID, String> name : names) {
      if (CanonicalKey.of(name.getValue()).value().contains(wanted)) {
        NodeInfo node = entries.get(new NodeId(name.getKey()));
        if (node.live()) {
          found.add(node);
        }
        if (found.size() == limit) {
          return new NodePage(found, PageToken.of(name.getKey()));
        }
      }
    }
    boolean more = names.size() == NAMES_A_PAGE;
    return new NodePage(found, more ? PageToken.of(names.get(names.size() - 1).getKey()) : null);
  }
}
