package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A live file that somebody else has locked keeps its content, name and place, and is not removed,
 * nor is a folder above it. A folder may be renamed and moved with locked files in it.
 */
final class LockRule {

  private final Decision decision;
  private final WorkingState work;
  private final Map<NodeId, String> locks;

  LockRule(Decision decision) {
    this.decision = decision;
    this.work = decision.work();
    this.locks = decision.state().locks();
  }

  /** The refusal because of a lock; null when there is none in the way. */
  @Nullable ChangeAnswer refusal(Change change) {
    if (locks.isEmpty()) {
      return null;
    }
    String owner = locks.get(change.node());
    if (owner != null && isLive(change.node())) {
      return new ChangeAnswer.Locked(owner);
    }
    return change instanceof Change.Remove ? beneath(work.resolve(change.node())) : null;
  }

  private @Nullable ChangeAnswer beneath(NodeId removed) {
    NodeState folder = work.node(removed);
    if (folder == null || !folder.isFolder() || !work.isLive(removed)) {
      return null;
    }
    for (Map.Entry<NodeId, String> lock : locks.entrySet()) {
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
