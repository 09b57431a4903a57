package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are refused whatever the tree says. What was parked waits. A live file that somebody
 * else has locked keeps its content, name and place, and is not removed, nor is a folder above it.
 * A folder may be renamed and moved with locked files in it.
 */
final class BarrierRule {

  private final Decision decision;
  private final WorkingState work;
  private final Barriers barriers;

  BarrierRule(Decision decision) {
    this.decision = decision;
    this.work = decision.work();
    this.barriers = decision.state().barriers();
  }

  /** The refusal; null when nothing is in the way. */
  @Nullable ChangeAnswer refusal(Change change) {
    String reason = harms(change) ? barriers.held().get(change.node()) : null;
    if (reason != null) {
      return new ChangeAnswer.Held(reason);
    }
    if (barriers.locks().isEmpty()) {
      return null;
    }
    String owner = barriers.locks().get(change.node());
    if (owner != null && isLive(change.node())) {
      return new ChangeAnswer.Locked(owner);
    }
    return change instanceof Change.Remove ? beneath(work.resolve(change.node())) : null;
  }

  private static boolean harms(Change change) {
    return change instanceof Change.Remove
        || (change instanceof Change.Put put && !put.base().equals(VersionNumber.NONE));
  }

  private @Nullable ChangeAnswer beneath(NodeId removed) {
    NodeState folder = work.node(removed);
    if (folder == null || !folder.isFolder() || !work.isLive(removed)) {
      return null;
    }
    for (Map.Entry<NodeId, String> lock : barriers.locks().entrySet()) {
      if (isLive(lock.getKey()) && work.isWithin(lock.getKey(), removed)) {
        return new ChangeAnswer.Locked(lock.getValue());
      }
    }
    return null;
  }

  private boolean isLive(NodeId node) {
    return decision.state().node(node) != null && work.isLive(node);
  }
}
