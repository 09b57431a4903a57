package io.driftless.server.node;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A node with all that lies in it, as it is to be copied. */
final class CopiedTree {

  private static final String TREE =
      "WITH RECURSIVE tree AS (SELECT node_id, parent_id, name, kind, version, 0 AS depth"
          + " FROM node WHERE workspace_id = ? AND node_id = ?"
          + " UNION ALL SELECT n.node_id, n.parent_id, n.name, n.kind, n.version, t.depth + 1"
          + " FROM tree t JOIN node n ON n.workspace_id = ? AND n.parent_id = t.node_id"
          + " AND NOT n.deleted)"
          + " SELECT t.node_id, t.parent_id, t.name, t.kind, COALESCE(v.chunks, 0) AS chunks, "
          + NodeReading.VERSION_COLUMNS
          + " FROM (SELECT * FROM tree LIMIT ?) t LEFT JOIN version v ON v.workspace_id = ?"
          + " AND v.node_id = t.node_id AND v.number = t.version ORDER BY t.depth, t.name";

  private static final String RECIPES =
      "SELECT v.node_id, v.recipe FROM unnest(?::uuid[], ?::integer[])"
          + " AS wanted (node_id, number) JOIN version v ON v.workspace_id = ?"
          + " AND v.node_id = wanted.node_id AND v.number = wanted.number"
          + " WHERE v.recipe IS NOT NULL";

  private final Sql sql;
  private final UUID workspace;
  private final Map<NodeId, Recipe> recipes = new HashMap<>();

  CopiedTree(Sql sql, WorkspaceId workspace) {
    this.sql = sql;
    this.workspace = workspace.value();
  }

  /**
   * A node of the tree.
   *
   * @param version null for folders
   * @param chunks of its recipe
   */
  record Original(
      NodeId node,
      NodeId parent,
      String name,
      NodeKind kind,
      @Nullable FileVersion version,
      int chunks) {}

  /** The live nodes of the tree, at most so many, parents first. */
  List<Original> read(NodeId top, int limit) {
    return sql.list(
        TREE, CopiedTree::original, workspace, top.value(), workspace, limit, workspace);
  }

  /** Reads the recipes that {@link #put} needs. */
  void readRecipes(List<Original> originals) {
    List<Original> files =
        originals.stream().filter(original -> original.kind() == NodeKind.FILE).toList();
    sql.list(
            RECIPES,
            row ->
                Map.entry(
                    new NodeId(Sql.uuid(row, "node_id")), Recipe.ofBytes(row.getBytes("recipe"))),
            files.stream().map(file -> file.node().value()).toArray(UUID[]::new),
            files.stream()
                .map(file -> Objects.requireNonNull(file.version()).number().value())
                .toArray(Integer[]::new),
            workspace)
        .forEach(recipe -> recipes.put(recipe.getKey(), recipe.getValue()));
  }

  /** The change that makes a copy of a file or link. */
  Change put(Original original, NodeId id, NodeId parent, String name) {
    FileVersion version = Objects.requireNonNull(original.version());
    RecipeScript script =
        original.kind() == NodeKind.LINK
            ? null
            : script(recipes.getOrDefault(original.node(), Recipe.EMPTY));
    Content content =
        new Content(
            version.size(),
            version.digest(),
            version.modifiedNanos(),
            version.executable(),
            version.profile(),
            script,
            version.linkTarget());
    return new Change.Put(id, parent, name, original.kind(), VersionNumber.NONE, content, 0);
  }

  private static RecipeScript script(Recipe recipe) {
    List<RecipeOp> ops =
        recipe.chunks().isEmpty() ? List.of() : List.of(new RecipeOp.Hashes(recipe.chunks()));
    return new RecipeScript(VersionNumber.NONE, ops, recipe.digest());
  }

  private static Original original(ResultSet row) throws SQLException {
    return new Original(
        new NodeId(Sql.uuid(row, "node_id")),
        new NodeId(Sql.uuid(row, "parent_id")),
        row.getString("name"),
        NodeReading.kind(row.getInt("kind")),
        NodeReading.version(row),
        row.getInt("chunks"));
  }
}
