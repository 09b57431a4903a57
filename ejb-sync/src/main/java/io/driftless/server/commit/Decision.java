package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules of one commit share: the state, what was refused, and the group at hand. */
final class Decision {

  private final WorkspaceState state;
  private final CommitContext context;
  private final WorkingState work;
  private final Refusals refusals = new Refusals();
  private final Set<NodeId> edited = new HashSet<>();
  private final Set<NodeId> leaving = new HashSet<>();
  private final Ancestors ancestors;
  private boolean grouped;

  Decision(WorkspaceState state, CommitContext context, WorkingState work, List<Change> changes) {
    this.state = state;
    this.context = context;
    this.work = work;
    for (Change change : changes) {
      if (!(change instanceof Change.Remove)) {
        edited.add(change.node());
      }
    }
    this.ancestors = new Ancestors(work, context, edited);
  }

  /** Starts a group, or a change that stands alone. */
  void begin(List<Change> members) {
    grouped = members.get(0).group() != 0;
    leaving.clear();
    for (Change member : members) {
      if (member instanceof Change.Move || member instanceof Change.Remove) {
        leaving.add(member.node());
      }
    }
  }

  WorkspaceState state() {
    return state;
  }

  CommitContext context() {
    return context;
  }

  WorkingState work() {
    return work;
  }

  Refusals refusals() {
    return refusals;
  }

  Ancestors ancestors() {
    return ancestors;
  }

  /** Whether the group at hand has a change that takes the node away from its place. */
  boolean isLeaving(NodeId node) {
    return leaving.contains(node);
  }

  /** Whether names are checked at once; in a group they are at its end. */
  boolean checksNames() {
    return !grouped;
  }

  /** The node's location revision before this commit: its own rows make nothing stale. */
  Revision locationBefore(NodeId node) {
    NodeState before = state.node(node);
    return before == null ? Revision.NONE : before.locationRevision();
  }

  /** The last revision at which a folder or one above it came to its place. */
  Revision lastMove(NodeId folder) {
    return work.chain(folder).stream()
        .map(NodeState::locationRevision)
        .max(Revision::compareTo)
        .orElse(Revision.NONE);
  }

  /** Whether a base lies in the future: no device can have seen it. */
  boolean isAhead(Revision base) {
    return base.isAfter(state.head().revision());
  }

  /** The folder that a change names as parent, live or removed; null when there is none. */
  @Nullable NodeState folder(NodeId parent) {
    NodeState folder = work.node(work.resolve(parent));
    return folder != null && folder.isFolder() ? folder : null;
  }

  /** The refusal because of another node of that name; null when the name is free. */
  @Nullable ChangeAnswer nameTaken(NodeId self, NodeId parent, String name) {
    NodeState holder = work.holderOtherThan(self, parent, name);
    if (holder == null) {
      return null;
    }
    return refusals.keepInPlace(holder.node())
        ? new ChangeAnswer.Depends()
        : new ChangeAnswer.NameTaken(holder.node(), holder.revision());
  }

  static ChangeAnswer applied(NodeState node) {
    return new ChangeAnswer.Applied(node.revision(), node.versionNumber());
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation is a library of its own
  static ChangeAnswer malformed(String reason, Object... details) {
    return new ChangeAnswer.Malformed(details.length == 0 ? reason : reason.formatted(details));
  }
}
