package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import java.util.Map;

/**
 * What stands in the way of a commit's changes, whatever the tree says; read before the rule.
 *
 * @param locks files that somebody else than the sender has locked, each with the words that say
 *     who. Few: a workspace has a limit of them
 * @param held nodes whose removal or next content waits for somebody's decision, each with the
 *     reason in words
 */
public record Barriers(Map<NodeId, String> locks, Map<NodeId, String> held) {

  /** Nothing does. */
  public static final Barriers NONE = new Barriers(Map.of(), Map.of());

  public Barriers {
    locks = Map.copyOf(locks);
    held = Map.copyOf(held);
  }
}
