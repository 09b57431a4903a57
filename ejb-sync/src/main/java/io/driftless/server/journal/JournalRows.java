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

  /**
   * One lookup a row, by its key. As a plain join the planner takes a page of 10,000 rows for
   * reason enough to read the whole table; LIMIT keeps it from that.
   */
  private static final String WITH_VERSION =
      " LEFT JOIN LATERAL (SELECT * FROM version WHERE workspace_id = j.workspace_id"
          + " AND node_id = j.node_id AND number = j.version LIMIT 1) v ON true";

  private static final String BETWEEN =
      "SELECT "
          + COLUMNS
          + " FROM journal j"
          + WITH_VERSION
          + " WHERE j.workspace_id = ? AND j.revision > ? AND j.revision <= ?"
          + " ORDER BY j.revision LIMIT ?";

  private static final String AT =
      "SELECT "
          + COLUMNS
          + " FROM unnest(?::bigint[]) WITH ORDINALITY AS wanted (revision, place)"
          + " JOIN LATERAL (SELECT * FROM journal WHERE workspace_id = ?"
          + " AND revision = wanted.revision LIMIT 1) j ON true"
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

  /** The rows at these revisions, in their order; revisions without a row are left out. */
  List<ChangedNode> at(List<Long> revisions) {
    return withRecipes(sql.list(AT, JournalRows::row, revisions.toArray(Long[]::new), workspace));
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
