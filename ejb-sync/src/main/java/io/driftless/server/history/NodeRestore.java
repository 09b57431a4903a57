package io.driftless.server.history;

import io.driftless.protocol.api.HistoryMessages.RestoreRequest;
import io.driftless.protocol.api.HistoryMessages.Restored;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer.Applied;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.node.NodeRow;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.journal.JournalReads;
import io.driftless.server.virtual.NameForm;
import io.driftless.server.virtual.VirtualCommits;
import io.driftless.server.virtual.VirtualCommits.Call;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings nodes and older contents back, by an ordinary commit of the account's virtual device: same
 * rule, same journal, same audit, and every device of the workspace is told.
 */
@Stateless
public class NodeRestore {

  @Inject private JournalReads journal;
  @Inject private VirtualCommits commits;

  /** What is to be restored, and where. */
  public record Target(WorkspaceId workspace, NodeId node, RestoreRequest wanted) {}

  /**
   * Restores.
   *
   * @param key makes repeating the call safe: the same key with the same request gets the first
   *     answer; null for none
   * @throws RefusedException when there is no such node or version, when the base is older than
   *     what is current, or when the place is not free
   */
  public Restored restore(Caller caller, Target target, @Nullable CommitId key) {
    NameForm.check(target.wanted().name());
    CommitAnswer answer =
        commits.commit(
            caller,
            Call.of(target.workspace(), key, "restore", target.node(), target.wanted()),
            locked -> List.of(change(target)));
    Applied applied = (Applied) answer.answers().get(0);
    return new Restored(
        applied.revision(), applied.version(), Objects.requireNonNull(answer.head()));
  }

  private Change change(Target target) {
    NodeRow row = journal.node(target.workspace(), target.node());
    if (row == null) {
      throw RefusedException.notFound("node");
    }
    RestoreRequest wanted = target.wanted();
    VersionNumber current = row.version() == null ? VersionNumber.NONE : row.version().number();
    VersionNumber from = Objects.requireNonNullElse(wanted.from(), VersionNumber.NONE);
    if (from.compareTo(current) > 0) {
      throw RefusedException.notFound("version");
    }
    VersionNumber base = Objects.requireNonNullElse(wanted.base(), current);
    return new Change.Restore(target.node(), wanted.parent(), wanted.name(), from, base, 0);
  }
}
