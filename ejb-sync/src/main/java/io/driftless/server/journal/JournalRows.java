package io.driftless.server.journal;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.server.chunk.ChunkPlaces;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads journal rows of one workspace as devices get them: short recipes inside, with a place for
 * each chunk. Three statements a page, however long it is.
 */
public final class JournalRows {

  /** How many chunks the recipes inside one page may have in all; the others are asked for. */
  private static final int MOST_INLINE_CHUNKS = 20_000;

  /** A journal row {@code j} with its version {@code v}. */
  private static final String COLUMNS =
      "j.revision, j.node_id, j.parent_id, j.name, j.kind, j.deleted, j.commit_id, j.device_id,"
          + " j.account_id, j.applied_at, CASE WHEN v.chunks <= "
          + Limits.MAX_INLINE_RECIPE_CHUNKS
          + " THEN v.recipe END AS recipe, "
          + NodeReading.VERSION_COLUMNS;

  private static final String WITH_VERSION =
      " LEFT JOIN version v ON v.workspace_id = j.workspace_id AND v.node_id = j.node_id"
          + " AND v.number = j.version";

  private static final String BETWEEN =
      "SELECT "
          + COLUMNS
          + " FROM journal j"
          + WITH_VERSION
          + " WHERE j.workspace_id = ? AND j.revision > ? AND j.revision <= ?"
          + " ORDER BY j.revision LIMIT ?";

  private static final String LAST_ROWS =
      "SELECT "
          + COLUMNS
          + " FROM unnest(?::uuid[]) WITH ORDINALITY AS wanted (node_id, place)"
          + " JOIN node n ON n.workspace_id = ? AND n.node_id = wanted.node_id"
          + " JOIN journal j ON j.workspace_id = n.workspace_id AND j.revision = n.revision"
          + WITH_VERSION
          + " ORDER BY wanted.place";

  private final Sql sql;
  private final UUID workspace;

  public JournalRows(Sql sql, WorkspaceId workspace) {
    this.sql = sql;
    this.workspace = workspace.value();
  }

  /** The rows after a revision up to another, at most so many. */
  public List<ChangedNode> between(Revision after, Revision upTo, int limit) {
    return withRecipes(
        sql.list(BETWEEN, JournalRows::row, workspace, after.value(), upTo.value(), limit));
  }

  /** The last rows of these nodes, in their order; nodes without one are left out. */
  List<ChangedNode> last(List<UUID> nodes) {
    return withRecipes(
        sql.list(LAST_ROWS, JournalRows::row, nodes.toArray(UUID[]::new), workspace));
  }

  private List<ChangedNode> withRecipes(List<Row> rows) {
    List<Recipe> inside = new ArrayList<>();
    int chunks = 0;
    for (Row row : rows) {
      if (row.recipe() != null && chunks < MOST_INLINE_CHUNKS) {
        chunks += row.recipe().chunks().size();
        inside.add(row.recipe());
      }
    }
    ChunkPlaces places = ChunkPlaces.of(sql, workspace, inside);
    List<ChangedNode> changed = new ArrayList<>(rows.size());
    int left = inside.size();
    for (Row row : rows) {
      RecipeScript script = null;
      if (row.recipe() != null && left > 0) {
        left--;
        script = places.script(row.recipe());
      }
      changed.add(new ChangedNode(row.node(), script));
    }
    return changed;
  }

  private static Row row(ResultSet row) throws SQLException {
    byte[] recipe = row.getBytes("recipe");
    NodeRow node =
        new NodeRow(
            new Revision(row.getLong("revision")),
            new NodeId(Sql.uuid(row, "node_id")),
            new NodeId(Sql.uuid(row, "parent_id")),
            row.getString("name"),
            NodeReading.kind(row.getInt("kind")),
            NodeReading.version(row),
            row.getBoolean("deleted"),
            new CommitId(Sql.uuid(row, "commit_id")),
            new DeviceId(row.getString("device_id")),
            new AccountId(Sql.uuid(row, "account_id")),
            row.getTimestamp("applied_at").getTime());
    return new Row(node, recipe == null ? null : Recipe.ofBytes(recipe));
  }

  private record Row(NodeRow node, @Nullable Recipe recipe) {}
}
