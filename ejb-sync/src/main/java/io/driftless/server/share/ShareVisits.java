package io.driftless.server.share;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.NodeMessages.NodePage;
import io.driftless.protocol.api.ShareMessages.ShareKind;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.ShareId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.audit.AuditActor;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditLog;
import io.driftless.server.node.FolderAtRevision;
import io.driftless.server.node.NodeBrowsing;
import io.driftless.server.share.ShareSecrets.Kept;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceLock;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What visitors of a link do. Each visit begins with {@link #find}: the link is not revoked, its
 * time is not over, its maker may still write to the workspace. Then what is asked for has to lie,
 * live, within what is shared. All else looks as if there were no link. Every use is in the
 * workspace's audit, under no account but with the visitor's address.
 */
@Stateless
public class ShareVisits {

  private static final int TOKEN_LENGTH = 22;

  private static final String FIND =
      "SELECT s.*, who.username, w.name AS workspace_name FROM share s"
          + " JOIN workspace w ON w.id = s.workspace_id"
          + " JOIN account who ON who.id = s.maker AND who.disabled_at IS NULL"
          + " JOIN membership m ON m.workspace_id = s.workspace_id AND m.account_id = s.maker"
          + " AND m.role <> 'VIEWER'"
          + " WHERE s.token_hash = ? AND s.revoked_at IS NULL"
          + " AND (s.expires_at IS NULL OR s.expires_at > ?)";

  private static final String DOWNLOADED =
      "UPDATE share SET downloads = downloads + 1 WHERE id = ? AND revoked_at IS NULL"
          + " AND (downloads_allowed IS NULL OR downloads < downloads_allowed)";

  private static final String DROPPED = "UPDATE share SET drops = drops + 1 WHERE id = ?";

  @PersistenceContext private EntityManager store;
  @EJB private NodeBrowsing nodes;
  @EJB private FolderAtRevision folders;
  @Inject private ShareDownloads downloads;
  @Inject private AuditLog audit;
  @Inject private Clock clock;

  /**
   * The link of a token.
   *
   * @throws RefusedException NOT_FOUND when there is none that works
   */
  public Visit find(String token, @Nullable String address) {
    Found found =
        token.length() != TOKEN_LENGTH
            ? null
            : Sql.of(store)
                .first(
                    FIND, row -> found(row, address), ShareSecrets.hashed(token), clock.instant());
    if (found == null) {
      throw gone();
    }
    NodeInfo node = nodes.get(found.maker(), found.workspace(), found.node());
    if (!node.live()) {
      throw gone();
    }
    String name = node.node().isRoot() ? found.workspaceName() : node.name();
    return new Visit(
        found.share(),
        found.workspace(),
        found.node(),
        node.kind() == NodeKind.FOLDER,
        found.kind(),
        found.label() == null ? name : found.label(),
        found.maker(),
        found.expires() == null ? null : found.expires().toInstant(),
        found.downloadsLeft(),
        found.password());
  }

  /**
   * A page of a folder that is shared.
   *
   * @param way from the folder that is shared to this one, both included
   */
  public record Listing(List<NodeInfo> way, NodePage page) {}

  /** Lists the shared folder, or one in it. */
  public Listing list(Visit visit, NodeId folder, @Nullable String page) {
    requireView(visit);
    List<NodeInfo> way = way(visit, folder);
    NodePage listed =
        nodes.children(visit.maker(), visit.workspace(), folder, page, NodeBrowsing.MOST);
    note(visit, "share.open", folder, AuditDeed.DONE);
    return new Listing(way, listed);
  }

  /** The file that is shared, without counting anything. */
  public NodeInfo look(Visit visit) {
    requireView(visit);
    NodeInfo node = nodes.get(visit.maker(), visit.workspace(), visit.node());
    note(visit, "share.open", visit.node(), AuditDeed.DONE);
    return node;
  }

  /** Notes that a drop's page was opened. */
  public void opened(Visit visit) {
    note(visit, "share.open", visit.node(), AuditDeed.DONE);
  }

  /** A file that is shared, by itself or in a folder; refuses what is not. */
  public NodeInfo file(Visit visit, NodeId file) {
    requireView(visit);
    List<NodeInfo> way = way(visit, file);
    NodeInfo node = way.get(way.size() - 1);
    if (node.kind() != NodeKind.FILE) {
      throw gone();
    }
    return node;
  }

  /**
   * Counts the download of a {@link #file}, which may begin now; one that goes on was counted.
   *
   * @param from the first byte that is wanted
   */
  public void beginDownload(Visit visit, NodeId file, FileVersion version, long from) {
    if (from == 0 || !downloads.goesOn(visit, file, version)) {
      count(visit, "share.download", file);
      downloads.begin(visit, file, version);
    }
  }

  /** Notes how much of a download went out. */
  public void sent(Visit visit, NodeId file, FileVersion version, long bytes) {
    downloads.sent(visit, file, version, bytes);
  }

  /** Counts the download of a folder as a zip, which may begin now. */
  public FolderAtRevision.Top beginZip(Visit visit, NodeId folder) {
    requireView(visit);
    way(visit, folder);
    FolderAtRevision.Top top = folders.begin(visit.maker(), visit.workspace(), folder, null);
    count(visit, "share.zip", folder);
    return top;
  }

  /** Notes a file that came in by a drop. */
  public void dropped(Visit visit, NodeId file) {
    WorkspaceLock.take(store, visit.workspace());
    Sql.of(store).update(DROPPED, visit.share().value());
    note(visit, "share.drop", file, AuditDeed.DONE);
  }

  /** Refuses what is no drop. */
  public static void requireDrop(Visit visit) {
    if (visit.kind() != ShareKind.DROP) {
      throw gone();
    }
  }

  private static void requireView(Visit visit) {
    if (visit.kind() != ShareKind.VIEW) {
      throw gone();
    }
  }

  private void count(Visit visit, String action, NodeId node) {
    WorkspaceLock.take(store, visit.workspace()); // first, as everywhere
    if (Sql.of(store).update(DOWNLOADED, visit.share().value()) == 0) {
      throw new RefusedException(Refusal.NOT_FOUND, "All downloads of this link are used up.");
    }
    note(visit, action, node, AuditDeed.DONE);
  }

  private void note(Visit visit, String action, NodeId node, String result) {
    String detail = "{\"node\":\"%s\",\"share\":\"%s\"}".formatted(node, visit.share());
    AuditActor visitor = new AuditActor(null, null, visit.maker().address());
    audit.workspace(visit.workspace(), visitor, new AuditDeed(action, result, detail));
  }

  /** The nodes from the shared one down to this; refuses what is not live within it. */
  private List<NodeInfo> way(Visit visit, NodeId to) {
    Deque<NodeInfo> way = new ArrayDeque<>();
    NodeId at = to;
    while (true) {
      NodeInfo node = nodes.get(visit.maker(), visit.workspace(), at);
      if (!node.live()) {
        throw gone();
      }
      way.addFirst(node);
      if (at.equals(visit.node())) {
        return List.copyOf(way);
      }
      if (at.isRoot()) {
        throw gone();
      }
      at = node.parent();
    }
  }

  private static RefusedException gone() {
    return new RefusedException(
        Refusal.NOT_FOUND,
        "It was revoked, its time is over, or it never was. Ask whoever gave it to you.");
  }

  private record Found(
      ShareId share,
      WorkspaceId workspace,
      String workspaceName,
      NodeId node,
      ShareKind kind,
      @Nullable String label,
      Caller maker,
      @Nullable Timestamp expires,
      @Nullable Integer downloadsLeft,
      @Nullable Kept password) {}

  private static Found found(ResultSet row, @Nullable String address) throws SQLException {
    Integer allowed = row.getObject("downloads_allowed", Integer.class);
    byte[] hash = row.getBytes("password_hash");
    AccountId maker = new AccountId(Sql.uuid(row, "maker"));
    return new Found(
        new ShareId(Sql.uuid(row, "id")),
        new WorkspaceId(Sql.uuid(row, "workspace_id")),
        row.getString("workspace_name"),
        new NodeId(Sql.uuid(row, "node_id")),
        ShareKind.valueOf(row.getString("kind")),
        row.getString("label"),
        new Caller(maker, row.getString("username"), null, address),
        row.getTimestamp("expires_at"),
        allowed == null ? null : Math.max(0, allowed - row.getInt("downloads")),
        hash == null
            ? null
            : new Kept(row.getBytes("password_salt"), row.getInt("password_rounds"), hash));
  }
}
