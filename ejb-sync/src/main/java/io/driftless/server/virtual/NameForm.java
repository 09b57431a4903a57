package io.driftless.server.virtual;

import io.driftless.protocol.name.NameRules;
import io.driftless.server.access.RefusedException;
import org.jspecify.annotations.Nullable;

/** Names that callers give to nodes. */
public final class NameForm {

  private NameForm() {}

  /** Refuses what can't be the name of a node, whatever the workspace holds; null is none. */
  public static void check(@Nullable String name) {
    if (name != null) {
      NameRules.check(name)
          .ifPresent(
              problem -> {
                throw RefusedException.invalid("name", "That can't be a name: " + problem.words());
              });
    }
  }
}
