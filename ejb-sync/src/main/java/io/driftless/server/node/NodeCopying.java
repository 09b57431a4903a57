package io.driftless.server.node;

import io.driftless.protocol.api.NodeMessages.NodeCopy;
import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer.Applied;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.Sql;
import io.driftless.server.virtual.NameForm;
import io.driftless.server.virtual.NewNodeIds;
import io.driftless.server.virtual.VirtualCommits;
import io.driftless.server.virtual.VirtualCommits.Call;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies nodes within a workspace by one ordinary commit: the copies are nodes of their own whose
 * first versions name the chunks of the originals, so that no content moves.
 */
@Stateless
public class NodeCopying {

  @PersistenceContext private EntityManager store;
  @Inject private VirtualCommits commits;
  @Inject private NewNodeIds ids;

  /** What is to be copied, and where to. */
  public record Target(WorkspaceId workspace, NodeId node, NodeCopy wanted) {}

  /**
   * Copies a live node, of a folder everything in it.
   *
   * @param key makes repeating the call safe; null for none
   * @return the copy
   * @throws RefusedException when the caller may not write, the place is not free, content is still
   *     being checked, or it is too much for one commit; nothing was done then
   */
  public NodeInfo copy(Caller caller, Target target, @Nullable CommitId key) {
    NameForm.check(target.wanted().name());
    CommitAnswer answer =
        commits.commit(
            caller,
            Call.of(target.workspace(), key, "copy", target.node(), target.wanted()),
            locked -> changes(target));
    return new NodeEntries(Sql.of(store), target.workspace())
        .at(((Applied) answer.answers().get(0)).revision());
  }

  private List<Change> changes(Target target) {
    Sql sql = Sql.of(store);
    NodeEntries entries = new NodeEntries(sql, target.workspace());
    NodeInfo top = entries.toChange(target.node());
    NodeId parent = target.wanted().parent();
    entries.requireFolder(parent);
    if (entries.isWithin(parent, top.node())) {
      throw RefusedException.invalid("parent", "A folder can't be copied into itself.");
    }
    CopiedTree tree = new CopiedTree(sql, target.workspace());
    List<CopiedTree.Original> originals = tree.read(top.node(), Limits.MAX_CHANGES + 1);
    checkSize(originals);
    String name = Objects.requireNonNullElse(target.wanted().name(), top.name());
    return copies(originals, tree, new Top(parent, name));
  }

  private static void checkSize(List<CopiedTree.Original> originals) {
    if (originals.size() > Limits.MAX_CHANGES) {
      throw tooMany("files and folders", Limits.MAX_CHANGES);
    }
    if (originals.stream().mapToLong(CopiedTree.Original::chunks).sum()
        > Limits.MAX_COMMIT_CHUNKS) {
      throw tooMany("chunks of content", Limits.MAX_COMMIT_CHUNKS);
    }
  }

  private static RefusedException tooMany(String what, int limit) {
    return new RefusedException(
        Refusal.TOO_MANY,
        "One call copies at most %d %s. Copy part by part.".formatted(limit, what),
        Map.of("limit", limit));
  }

  /** Where the copy of the whole goes. */
  private record Top(NodeId parent, String name) {}

  private List<Change> copies(List<CopiedTree.Original> originals, CopiedTree tree, Top top) {
    tree.readRecipes(originals);
    Map<NodeId, NodeId> copied = new HashMap<>();
    List<Change> changes = new ArrayList<>(originals.size());
    for (CopiedTree.Original original : originals) {
      NodeId id = ids.next();
      boolean first = changes.isEmpty();
      NodeId parent = first ? top.parent() : copied.get(original.parent());
      String name = first ? top.name() : original.name();
      copied.put(original.node(), id);
      changes.add(
          original.kind() == NodeKind.FOLDER
              ? new Change.MakeFolder(id, Objects.requireNonNull(parent), name, 0)
              : tree.put(original, id, Objects.requireNonNull(parent), name));
    }
    return changes;
  }
}
