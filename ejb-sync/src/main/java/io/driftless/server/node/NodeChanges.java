package io.driftless.server.node;

import io.driftless.protocol.api.NodeMessages.NewFolder;
import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.NodeMessages.NodeMove;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer.Applied;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Precondition;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import io.driftless.server.virtual.NameForm;
import io.driftless.server.virtual.NewNodeIds;
import io.driftless.server.virtual.VirtualCommits;
import io.driftless.server.virtual.VirtualCommits.Call;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes, moves and removes nodes for callers of the API, each by one ordinary commit. Every method
 * throws {@link RefusedException} when the caller may not write, the node is not what the caller
 * has seen, or a name or place is not free; nothing was done then. A call with a key may be
 * repeated: it takes effect once.
 */
@Stateless
public class NodeChanges {

  @PersistenceContext private EntityManager store;
  @Inject private VirtualCommits commits;
  @Inject private NewNodeIds ids;

  /** A node that is to be changed, as the caller has seen it. */
  public record Target(WorkspaceId workspace, NodeId node, Precondition seen) {}

  /** Makes a folder in a live one. */
  public NodeInfo makeFolder(
      Caller caller, WorkspaceId workspace, NewFolder wanted, @Nullable CommitId key) {
    NameForm.check(wanted.name());
    CommitAnswer answer =
        commits.commit(
            caller,
            Call.of(workspace, key, "folder", wanted),
            locked -> {
              entries(workspace).requireFolder(wanted.parent());
              return List.of(new Change.MakeFolder(ids.next(), wanted.parent(), wanted.name(), 0));
            });
    return written(workspace, answer);
  }

  /** Gives a live node another place or name. */
  public NodeInfo move(Caller caller, Target target, NodeMove wanted, @Nullable CommitId key) {
    NameForm.check(wanted.name());
    CommitAnswer answer =
        commits.commit(
            caller,
            Call.of(target.workspace(), key, "move", target.node(), wanted),
            locked -> List.of(moved(target, wanted)));
    return written(target.workspace(), answer);
  }

  private Change moved(Target target, NodeMove wanted) {
    NodeEntries entries = entries(target.workspace());
    NodeInfo node = entries.toChange(target.node());
    target.seen().check(NodeTag.of(node));
    NodeId parent = Objects.requireNonNullElse(wanted.parent(), node.parent());
    entries.requireFolder(parent);
    if (node.kind() == NodeKind.FOLDER && entries.isWithin(parent, node.node())) {
      throw RefusedException.invalid("parent", "A folder can't be moved into itself.");
    }
    String name = Objects.requireNonNullElse(wanted.name(), node.name());
    return new Change.Move(node.node(), parent, name, node.revision(), 0);
  }

  /** Removes a live node, of a folder everything in it; the history keeps it. */
  public void remove(Caller caller, Target target, @Nullable CommitId key) {
    commits.commit(
        caller,
        Call.of(target.workspace(), key, "remove", target.node()),
        locked -> List.of(removed(target, locked)));
  }

  private Change removed(Target target, WorkspaceEntity locked) {
    NodeInfo node = entries(target.workspace()).toChange(target.node());
    target.seen().check(NodeTag.of(node));
    boolean folder = node.kind() == NodeKind.FOLDER;
    VersionNumber version = node.version() == null ? VersionNumber.NONE : node.version().number();
    Revision seen = folder ? locked.headRevision() : node.revision();
    return new Change.Remove(node.node(), version, seen, 0);
  }

  private NodeInfo written(WorkspaceId workspace, CommitAnswer answer) {
    return entries(workspace).at(((Applied) answer.answers().get(0)).revision());
  }

  private NodeEntries entries(WorkspaceId workspace) {
    return new NodeEntries(Sql.of(store), workspace);
  }
}
