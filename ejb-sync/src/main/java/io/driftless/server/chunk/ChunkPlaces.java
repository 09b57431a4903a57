package io.driftless.server.chunk;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One place to read each of some chunks: a verified one if there is. */
public final class ChunkPlaces {

  private static final String PLACES =
      "SELECT DISTINCT ON (l.hash) l.hash, l.pack_id, l.entry, l.byte_offset, l.stored_length,"
          + " l.raw_length, l.codec FROM chunk_location l"
          + " WHERE l.workspace_id = ? AND l.hash = ANY (?)"
          + " ORDER BY l.hash, l.verified DESC, l.pack_id, l.entry";

  private final Map<Sha256, ChunkLocation> places;

  private ChunkPlaces(Map<Sha256, ChunkLocation> places) {
    this.places = places;
  }

  /** The places of the chunks of these recipes. */
  public static ChunkPlaces of(Sql sql, UUID workspace, List<Recipe> recipes) {
    Set<Sha256> hashes = new LinkedHashSet<>();
    recipes.forEach(recipe -> hashes.addAll(recipe.chunks()));
    return find(sql, workspace, hashes);
  }

  /** The places of these chunks. */
  public static ChunkPlaces find(Sql sql, UUID workspace, Collection<Sha256> hashes) {
    Map<Sha256, ChunkLocation> found = new HashMap<>();
    if (!hashes.isEmpty()) {
      byte[][] wanted = hashes.stream().map(Sha256::bytes).toArray(byte[][]::new);
      sql.list(PLACES, ChunkPlaces::place, workspace, wanted)
          .forEach(place -> found.put(place.hash(), place));
    }
    return new ChunkPlaces(found);
  }

  /** A script that spells the recipe out; null when a chunk has no place at the moment. */
  public @Nullable RecipeScript script(Recipe recipe) {
    List<ChunkLocation> located = locate(recipe.chunks());
    if (located == null) {
      return null;
    }
    List<RecipeOp> ops = located.isEmpty() ? List.of() : List.of(new RecipeOp.Located(located));
    return new RecipeScript(VersionNumber.NONE, ops, recipe.digest());
  }

  /** The places of chunks in their order; null when one has none. */
  public @Nullable List<ChunkLocation> locate(List<Sha256> chunks) {
    List<ChunkLocation> located = new ArrayList<>(chunks.size());
    for (Sha256 chunk : chunks) {
      ChunkLocation place = places.get(chunk);
      if (place == null) {
        return null;
      }
      located.add(place);
    }
    return located;
  }

  /** All places found. */
  public Collection<ChunkLocation> all() {
    return places.values();
  }

  /** The place in the current row of {@code chunk_location}. */
  public static ChunkLocation place(ResultSet row) throws SQLException {
    return new ChunkLocation(
        Sha256.ofBytes(row.getBytes("hash")),
        new PackId(Sql.uuid(row, "pack_id")),
        row.getInt("entry"),
        row.getLong("byte_offset"),
        row.getInt("stored_length"),
        row.getInt("raw_length"),
        row.getInt("codec"));
  }
}
