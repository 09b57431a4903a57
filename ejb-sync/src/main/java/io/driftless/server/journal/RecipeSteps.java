package io.driftless.server.journal;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import io.driftless.server.chunk.ChunkPlaces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a recipe differs from the one of a base version: runs copied from it and runs spelled out. A
 * run that was begun is followed as long as it goes, so that an insertion costs two runs.
 */
final class RecipeSteps {

  private final Recipe target;
  private final List<Run> runs = new ArrayList<>();

  private RecipeSteps(Recipe target) {
    this.target = target;
  }

  /**
   * Compares.
   *
   * @param base null for none: then all is spelled out
   */
  static RecipeSteps between(@Nullable Recipe base, Recipe target) {
    RecipeSteps steps = new RecipeSteps(target);
    List<Sha256> from = base == null ? List.of() : base.chunks();
    Map<Sha256, Integer> places = new HashMap<>();
    for (int i = from.size() - 1; i >= 0; i--) {
      places.put(from.get(i), i);
    }
    int next = -1;
    for (int i = 0; i < target.chunks().size(); i++) {
      Sha256 chunk = target.chunks().get(i);
      boolean goesOn = next >= 0 && next < from.size() && from.get(next).equals(chunk);
      int place = goesOn ? next : places.getOrDefault(chunk, -1);
      steps.add(i, place, goesOn);
      next = place < 0 ? -1 : place + 1;
    }
    return steps;
  }

  private void add(int index, int place, boolean goesOn) {
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last != null && (place < 0 ? last.place < 0 : goesOn && last.place >= 0)) {
      last.count++;
    } else {
      runs.add(new Run(index, place));
    }
  }

  /** The chunks that are spelled out. */
  List<Sha256> spelled() {
    List<Sha256> spelled = new ArrayList<>();
    for (Run run : runs) {
      if (run.place < 0) {
        spelled.addAll(run.chunks());
      }
    }
    return spelled;
  }

  /** The steps in words: {@code copy FIRST+COUNT} or {@code spell COUNT}. */
  List<String> runs() {
    return runs.stream()
        .map(run -> run.place < 0 ? "spell " + run.count : "copy " + run.place + "+" + run.count)
        .toList();
  }

  /** The script; null when a chunk that is spelled out has no place at the moment. */
  @Nullable RecipeScript script(VersionNumber base, ChunkPlaces places) {
    List<RecipeOp> ops = new ArrayList<>(runs.size());
    boolean copies = false;
    for (Run run : runs) {
      if (run.place >= 0) {
        copies = true;
        ops.add(new RecipeOp.Copy(run.place, run.count));
      } else {
        List<ChunkLocation> located = places.locate(run.chunks());
        if (located == null) {
          return null;
        }
        ops.add(new RecipeOp.Located(located));
      }
    }
    return new RecipeScript(copies ? base : VersionNumber.NONE, ops, target.digest());
  }

  private final class Run {
    private final int index;
    private final int place;
    private int count = 1;

    Run(int index, int place) {
      this.index = index;
      this.place = place;
    }

    List<Sha256> chunks() {
      return target.chunks().subList(index, index + count);
    }
  }
}
