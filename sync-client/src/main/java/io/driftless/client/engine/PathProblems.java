package io.driftless.client.engine;

import io.driftless.client.files.RelPath;
import io.driftless.client.status.Problem;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is wrong at paths that are no nodes; told until it is seen that it is so no more. */
final class PathProblems {

  private final Map<RelPath, Problem> problems = new TreeMap<>();

  void put(RelPath path, Problem problem) {
    problems.put(path, problem);
  }

  void remove(RelPath path) {
    problems.remove(path);
  }

  Collection<Problem> all() {
    return problems.values();
  }

  /** What was at this path is no more, nor is what was in it. */
  void gone(@Nullable RelPath place) {
    if (place != null && !problems.isEmpty()) {
      String beneath = place.value() + "/";
      problems.keySet().removeIf(path -> path.value().startsWith(beneath));
    }
  }

  /** A folder was listed: these names are in it, and no others. */
  void listed(RelPath folder, Set<String> names) {
    problems
        .keySet()
        .removeIf(
            path -> !path.isRoot() && path.parent().equals(folder) && !names.contains(path.name()));
  }
}
