package io.driftless.server.journal;

import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.node.NodeRow;
import io.driftless.server.chunk.ChunkLookups;
import io.driftless.server.chunk.StagedRecipes;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What devices read of a workspace: changes after a cursor, the live nodes, recipes, chunks that
 * may be named. In the caller's transaction, which has checked membership.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class JournalReads {

  private static final String LAST =
      "SELECT revision FROM node WHERE workspace_id = ? AND node_id = ?";

  /** How much may have been moved while a snapshot was read, without reading it anew. */
  private static final int MOST_MOVED = Limits.MAX_PAGE_ROWS;

  @PersistenceContext private EntityManager store;
  @Inject private ServerEpochs epochs;
  @Inject private ChunkLookups lookups;
  @Inject private StagedRecipes staged;

  /**
   * The rows after a cursor.
   *
   * @param limit the most rows; more than {@link Limits#MAX_PAGE_ROWS} is cut down to that
   * @param atLeast the head that the caller knows there is
   * @throws IllegalArgumentException when there is no such workspace
   */
  public ChangesResult changes(WorkspaceId workspace, Cursor after, int limit, Revision atLeast) {
    WorkspaceEntity entity = find(workspace);
    Cursor head = entity.head(epochs.current());
    Sql sql = Sql.of(store);
    ChangesResult.Resync resync = resync(sql, entity, after, head);
    if (resync != null) {
      return resync;
    }
    if (atLeast.isAfter(head.revision())) {
      return new ChangesResult.NotYet(head.revision());
    }
    int rows = Math.max(1, Math.min(limit, Limits.MAX_PAGE_ROWS));
    List<ChangedNode> changes =
        new JournalRows(sql, workspace).between(after.revision(), head.revision(), rows);
    Cursor reached = changes.isEmpty() ? after : cursorAt(changes, head);
    return new ChangesResult.Page(
        new ChangesPage(
            reached, head.revision(), head.revision().isAfter(reached.revision()), changes));
  }

  /**
   * Which rows a page of the live nodes has, parents before children, and where the next begins.
   *
   * @param page {@link SnapshotPage#nextPage} of the page before; null for the first
   * @throws IllegalArgumentException when that is none, or is of another epoch
   */
  public SnapshotPlan snapshot(WorkspaceId workspace, @Nullable String page) {
    Cursor head = find(workspace).head(epochs.current());
    SnapshotToken token = page == null ? SnapshotToken.first(head) : SnapshotToken.of(page);
    if (!token.replayFrom().epoch().equals(head.epoch())) {
      throw new IllegalArgumentException("The page is of an earlier life of the server");
    }
    SnapshotWalk walk = new SnapshotWalk(Sql.of(store), workspace, token.path());
    List<SnapshotWalk.Met> met = new ArrayList<>(walk.next(Limits.MAX_PAGE_ROWS));
    List<UUID> rest = walk.path();
    String next = rest.isEmpty() ? null : new SnapshotToken(token.replayFrom(), rest).text();
    if (next == null) {
      met.addAll(walk.moved(token.replayFrom().revision(), MOST_MOVED));
    }
    return new SnapshotPlan(
        token.replayFrom(), next, met.stream().map(SnapshotWalk.Met::revision).toList());
  }

  /** The rows of a page. */
  public SnapshotPage snapshot(WorkspaceId workspace, SnapshotPlan plan) {
    return new SnapshotPage(
        plan.replayFrom(),
        plan.nextPage(),
        new JournalRows(Sql.of(store), workspace).at(plan.revisions()));
  }

  /** The last row of a node; null when the workspace has none of that id. */
  public @Nullable NodeRow node(WorkspaceId workspace, NodeId node) {
    Sql sql = Sql.of(store);
    List<Long> last =
        sql.list(LAST, row -> row.getLong("revision"), workspace.value(), node.value());
    List<ChangedNode> found = new JournalRows(sql, workspace).at(last);
    return found.isEmpty() ? null : found.get(0).row();
  }

  /** Recipes, as scripts with a place for each chunk that the base does not have. */
  public RecipeAnswer recipes(WorkspaceId workspace, RecipeQuery query) {
    return new RecipeAnswers(Sql.of(store), workspace).answer(query);
  }

  /** Those of the chunks that the device may name without uploading them. */
  public ChunksFound lookup(WorkspaceId workspace, @Nullable DeviceId device, ChunkLookup wanted) {
    return lookups.lookup(workspace, device, wanted);
  }

  /**
   * Keeps a recipe that is too long for a message.
   *
   * @throws IllegalArgumentException when it is no recipe or too long
   */
  public Sha256 stage(WorkspaceId workspace, @Nullable DeviceId device, byte[] recipe) {
    return staged.stage(workspace, device, recipe);
  }

  private WorkspaceEntity find(WorkspaceId workspace) {
    WorkspaceEntity entity = store.find(WorkspaceEntity.class, workspace.value());
    if (entity == null) {
      throw new IllegalArgumentException("There is no workspace " + workspace);
    }
    return entity;
  }

  private static Cursor cursorAt(List<ChangedNode> changes, Cursor head) {
    NodeRow last = changes.get(changes.size() - 1).row();
    return new Cursor(head.epoch(), last.revision(), last.commit());
  }

  private static ChangesResult.@Nullable Resync resync(
      Sql sql, WorkspaceEntity workspace, Cursor after, Cursor head) {
    Revision at = after.revision();
    if (!after.epoch().equals(head.epoch())) {
      return new ChangesResult.Resync("The server's metadata was restored from a backup", true);
    }
    if (at.isAfter(head.revision())) {
      return new ChangesResult.Resync("The journal does not reach that far", false);
    }
    if (workspace.floorRevision().isAfter(at)) {
      return new ChangesResult.Resync("The journal was truncated since", false);
    }
    if (at.equals(Revision.NONE) || at.equals(workspace.floorRevision())) {
      return null;
    }
    CommitId there =
        sql.first(
            "SELECT commit_id FROM journal WHERE workspace_id = ? AND revision = ?",
            row -> new CommitId(Sql.uuid(row, "commit_id")),
            workspace.id().value(),
            at.value());
    return after.commit().equals(there)
        ? null
        : new ChangesResult.Resync("The journal has another commit there", false);
  }
}
