package io.driftless.server.journal;

import static java.util.Objects.requireNonNull;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Walks the live tree of a workspace in a fixed order, a page at a time: each folder before what it
 * holds, siblings by node id. Ids never change, so that a node that moves between two pages is met
 * once, twice or not at all. A folder takes all that is in it along, which writes no rows of its
 * own: so at its end the walk meets once more what was moved meanwhile, with all beneath it.
 *
 * <p>The place where the walk stands is a path: the folder that is being listed, from the top, and
 * last the child that was met last in it. So the next page needs no memory on the server.
 */
final class SnapshotWalk {

  private static final UUID BEFORE_FIRST = new UUID(0, 0);

  /** The path before the first node. */
  static final List<UUID> START = List.of(BEFORE_FIRST);

  /** How many folders are asked for their first children at once, and for how many each. */
  private static final int FOLDERS_AHEAD = 200;

  private static final int CHILDREN_AHEAD = 200;

  private static final String AFTER =
      "SELECT node_id, kind, revision FROM node WHERE workspace_id = ? AND parent_id = ? AND NOT deleted"
          + " AND node_id > ? ORDER BY node_id LIMIT ?";

  private static final String FIRST =
      "SELECT c.node_id, c.kind, c.revision, c.parent_id FROM unnest(?::uuid[]) AS folder (id)"
          + " JOIN LATERAL (SELECT n.node_id, n.kind, n.revision, n.parent_id FROM node n"
          + " WHERE n.workspace_id = ? AND n.parent_id = folder.id AND NOT n.deleted"
          + " ORDER BY n.node_id LIMIT ?) c ON true ORDER BY c.parent_id, c.node_id";

  /** Live nodes that got to their place after a revision. */
  private static final String MOVED =
      "SELECT DISTINCT n.node_id, n.kind, n.revision, n.location_revision FROM journal j"
          + " JOIN node n ON n.workspace_id = j.workspace_id AND n.node_id = j.node_id"
          + " WHERE j.workspace_id = ? AND j.revision > ? AND n.location_revision > ?"
          + " AND NOT n.deleted AND NOT EXISTS (WITH RECURSIVE above AS ("
          + "SELECT p.node_id, p.parent_id, p.deleted FROM node p"
          + " WHERE p.workspace_id = n.workspace_id AND p.node_id = n.parent_id UNION"
          + " SELECT p.node_id, p.parent_id, p.deleted FROM node p JOIN above a"
          + " ON p.workspace_id = n.workspace_id AND p.node_id = a.parent_id)"
          + " SELECT 1 FROM above WHERE deleted) ORDER BY n.location_revision";

  private final Sql sql;
  private final UUID workspace;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Map<UUID, List<Met>> ahead = new HashMap<>();

  SnapshotWalk(Sql sql, WorkspaceId workspace, List<UUID> path) {
    this.sql = sql;
    this.workspace = workspace.value();
    UUID folder = NodeId.ROOT.value();
    for (UUID last : path) {
      levels.push(new Level(folder, last));
      folder = last;
    }
  }

  /** The next nodes, at most so many. */
  List<Met> next(int atMost) {
    List<Met> met = new ArrayList<>();
    while (met.size() < atMost && !levels.isEmpty()) {
      Level level = levels.element();
      Met child = level.advance(atMost - met.size());
      if (child == null) {
        levels.pop();
      } else {
        met.add(child);
        if (child.folder()) {
          levels.push(new Level(child.id(), BEFORE_FIRST));
        }
      }
    }
    return met;
  }

  /**
   * At the end of the walk: what got to its place after a revision, and all beneath it. It may have
   * been met before.
   *
   * @throws IllegalArgumentException when that is more than so many: the walk is to begin again
   */
  List<Met> moved(Revision after, int atMost) {
    Set<Met> met = new LinkedHashSet<>();
    long from = after.value();
    List<Moved> moved = movedAfter(from);
    while (!moved.isEmpty()) {
      for (Moved one : moved) {
        met.add(one.child());
        if (one.child().folder()) {
          levels.push(new Level(one.child().id(), BEFORE_FIRST));
          ahead.clear(); // of another time
          met.addAll(next(atMost + 1));
          levels.clear();
        }
        if (met.size() > atMost) {
          throw new IllegalArgumentException("Too much was moved meanwhile: begin again");
        }
        from = one.revision();
      }
      moved = movedAfter(from); // while this was read
    }
    return List.copyOf(met);
  }

  private List<Moved> movedAfter(long revision) {
    return sql.list(
        MOVED,
        row -> new Moved(child(row), row.getLong("location_revision")),
        workspace,
        revision,
        revision);
  }

  /** Where the walk stands; empty when it is at its end. */
  List<UUID> path() {
    List<UUID> path = new ArrayList<>();
    levels.descendingIterator().forEachRemaining(level -> path.add(level.last));
    return path;
  }

  /** The first children of a folder, and at once those of the folders that come after it. */
  private List<Met> firstChildren(UUID folder) {
    List<Met> known = ahead.remove(folder);
    if (known != null) {
      return known;
    }
    Set<UUID> folders = new LinkedHashSet<>();
    folders.add(folder);
    levels.forEach(level -> level.addFoldersToCome(folders));
    folders.forEach(id -> ahead.put(id, new ArrayList<>()));
    sql.list(
            FIRST,
            row -> Map.entry(Sql.uuid(row, "parent_id"), child(row)),
            folders.toArray(UUID[]::new),
            workspace,
            CHILDREN_AHEAD)
        .forEach(
            child ->
                ahead
                    .computeIfAbsent(child.getKey(), id -> new ArrayList<>())
                    .add(child.getValue()));
    return requireNonNull(ahead.remove(folder));
  }

  private static Met child(ResultSet row) throws SQLException {
    boolean folder = NodeReading.kind(row.getInt("kind")) == NodeKind.FOLDER;
    return new Met(Sql.uuid(row, "node_id"), folder, row.getLong("revision"));
  }

  /**
   * A node of the tree.
   *
   * @param revision of its last journal row
   */
  record Met(UUID id, boolean folder, long revision) {}

  private record Moved(Met child, long revision) {}

  /** A folder that is being listed, and the child that was met last in it. */
  private final class Level {
    private final UUID folder;
    private UUID last;
    private List<Met> loaded = List.of();
    private int next;
    private boolean complete;

    Level(UUID folder, UUID last) {
      this.folder = folder;
      this.last = last;
    }

    @Nullable Met advance(int wanted) {
      if (next == loaded.size() && !complete) {
        load(wanted);
      }
      if (next == loaded.size()) {
        return null;
      }
      Met child = loaded.get(next++);
      last = child.id();
      return child;
    }

    private void load(int wanted) {
      next = 0;
      if (last.equals(BEFORE_FIRST)) {
        loaded = firstChildren(folder);
        complete = loaded.size() < CHILDREN_AHEAD;
      } else {
        loaded = sql.list(AFTER, SnapshotWalk::child, workspace, folder, last, wanted);
        complete = loaded.size() < wanted;
      }
    }

    void addFoldersToCome(Set<UUID> folders) {
      for (int i = next; i < loaded.size() && folders.size() < FOLDERS_AHEAD; i++) {
        if (loaded.get(i).folder() && !ahead.containsKey(loaded.get(i).id())) {
          folders.add(loaded.get(i).id());
        }
      }
    }
  }
}
