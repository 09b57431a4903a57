package io.driftless.server.journal;

import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeFound;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.JournalMessages.RecipeWanted;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.server.chunk.ChunkPlaces;
import io.driftless.server.store.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers queries for recipes: three statements a query, however many recipes it wants. */
final class RecipeAnswers {

  private static final String LENGTHS =
      "SELECT v.node_id, v.number, v.chunks FROM unnest(?::uuid[], ?::integer[])"
          + " AS wanted (node_id, number) JOIN version v ON v.workspace_id = ?"
          + " AND v.node_id = wanted.node_id AND v.number = wanted.number"
          + " WHERE v.recipe IS NOT NULL";

  private static final String RECIPES =
      "SELECT v.node_id, v.number, v.recipe FROM unnest(?::uuid[], ?::integer[])"
          + " AS wanted (node_id, number) JOIN version v ON v.workspace_id = ?"
          + " AND v.node_id = wanted.node_id AND v.number = wanted.number"
          + " WHERE v.recipe IS NOT NULL";

  private final Sql sql;
  private final UUID workspace;

  RecipeAnswers(Sql sql, WorkspaceId workspace) {
    this.sql = sql;
    this.workspace = workspace.value();
  }

  RecipeAnswer answer(RecipeQuery query) {
    List<RecipeWanted> some = asManyAsFit(query.wanted());
    Map<Key, Recipe> recipes = recipes(some);
    Map<RecipeWanted, RecipeSteps> steps = new HashMap<>();
    List<Recipe> spelled = new ArrayList<>();
    for (RecipeWanted wanted : some) {
      Recipe target = recipes.get(new Key(wanted.node(), wanted.version()));
      if (target != null) {
        Recipe base = recipes.get(new Key(wanted.node(), wanted.base()));
        RecipeSteps found = RecipeSteps.between(base, target);
        steps.put(wanted, found);
        spelled.add(new Recipe(found.spelled()));
      }
    }
    ChunkPlaces places = ChunkPlaces.of(sql, workspace, spelled);
    return new RecipeAnswer(
        some.stream()
            .map(
                wanted ->
                    new RecipeFound(
                        wanted.node(), wanted.version(), script(wanted, steps.get(wanted), places)))
            .toList());
  }

  private static @Nullable RecipeScript script(
      RecipeWanted wanted, @Nullable RecipeSteps steps, ChunkPlaces places) {
    return steps == null ? null : steps.script(wanted.base(), places);
  }

  /** The first of the wanted ones, until their chunks are too many; at least one. */
  private List<RecipeWanted> asManyAsFit(List<RecipeWanted> wanted) {
    Map<Key, Integer> lengths = new HashMap<>();
    sql.list(
            LENGTHS,
            row ->
                Map.entry(
                    new Key(
                        new NodeId(Sql.uuid(row, "node_id")),
                        new VersionNumber(row.getInt("number"))),
                    row.getInt("chunks")),
            wanted.stream().map(one -> one.node().value()).toArray(UUID[]::new),
            wanted.stream().map(one -> one.version().value()).toArray(Integer[]::new),
            workspace)
        .forEach(length -> lengths.put(length.getKey(), length.getValue()));
    int chunks = 0;
    for (int i = 0; i < wanted.size(); i++) {
      RecipeWanted one = wanted.get(i);
      chunks += lengths.getOrDefault(new Key(one.node(), one.version()), 0);
      if (i > 0 && chunks > RecipeScript.MAX_CHUNKS) {
        return wanted.subList(0, i);
      }
    }
    return wanted;
  }

  private Map<Key, Recipe> recipes(List<RecipeWanted> wanted) {
    Set<Key> keys = new LinkedHashSet<>();
    for (RecipeWanted one : wanted) {
      keys.add(new Key(one.node(), one.version()));
      if (!one.base().equals(VersionNumber.NONE)) {
        keys.add(new Key(one.node(), one.base()));
      }
    }
    Map<Key, Recipe> recipes = new HashMap<>();
    sql.list(
            RECIPES,
            row ->
                Map.entry(
                    new Key(
                        new NodeId(Sql.uuid(row, "node_id")),
                        new VersionNumber(row.getInt("number"))),
                    Recipe.ofBytes(row.getBytes("recipe"))),
            keys.stream().map(key -> key.node().value()).toArray(UUID[]::new),
            keys.stream().map(key -> key.version().value()).toArray(Integer[]::new),
            workspace)
        .forEach(recipe -> recipes.put(recipe.getKey(), recipe.getValue()));
    return recipes;
  }

  private record Key(NodeId node, VersionNumber version) {}
}
