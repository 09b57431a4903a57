package io.driftless.server.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.api.HistoryMessages.RestoreRequest;
import io.driftless.protocol.api.HistoryMessages.Restored;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.name.NameRules;
import io.driftless.protocol.node.NodeRow;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.history.VirtualDevices.Virtual;
import io.driftless.server.journal.JournalReads;
import io.driftless.server.journal.ServerEpochs;
import io.driftless.server.request.CommitUseCase;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import io.driftless.server.store.WorkspaceLock;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings nodes and older contents back, by an ordinary commit of the account's virtual device: same
 * rule, same journal, same audit, and every device of the workspace is told.
 */
@Stateless
public class NodeRestore {

  /** So many of the last commits of an account can be asked for again by their key. */
  private static final long REMEMBERED = 100;

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private JournalReads journal;
  @Inject private VirtualDevices devices;
  @Inject private ServerEpochs epochs;
  @EJB private CommitUseCase commits;

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
    checkName(target.wanted().name());
    WorkspaceLock.limitWaiting(Sql.of(store));
    WorkspaceEntity workspace = access.toLock(caller, target.workspace(), Role.EDITOR);
    NodeRow row = journal.node(target.workspace(), target.node());
    if (row == null) {
      throw RefusedException.notFound("node");
    }
    Virtual device = devices.lock(caller.account());
    long sequence = device.lastSequence() + 1;
    CommitRequest request =
        new CommitRequest(
            target.workspace(),
            key == null ? new CommitId(UUID.randomUUID()) : key,
            sequence,
            Math.max(0, sequence - REMEMBERED),
            workspace.head(epochs.current()),
            List.of(change(target, row)));
    return restored(commits.commit(device.device(), request, digest(target)));
  }

  private static void checkName(@Nullable String name) {
    if (name != null) {
      NameRules.check(name)
          .ifPresent(
              problem -> {
                throw RefusedException.invalid("name", "That can't be a name: " + problem.words());
              });
    }
  }

  private static Change change(Target target, NodeRow row) {
    RestoreRequest wanted = target.wanted();
    VersionNumber current = row.version() == null ? VersionNumber.NONE : row.version().number();
    VersionNumber from = Objects.requireNonNullElse(wanted.from(), VersionNumber.NONE);
    if (from.compareTo(current) > 0) {
      throw RefusedException.notFound("version");
    }
    VersionNumber base = Objects.requireNonNullElse(wanted.base(), current);
    return new Change.Restore(target.node(), wanted.parent(), wanted.name(), from, base, 0);
  }

  /** The same for the same request, whatever sequence and cursor it got. */
  private static Sha256 digest(Target target) {
    try {
      return Sha256.digest(Codec.cbor().writeValueAsBytes(target));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A restore can't be written", e);
    }
  }

  private static Restored restored(CommitAnswer answer) {
    ChangeAnswer outcome = answer.refused() != null ? answer.refused() : answer.answers().get(0);
    if (outcome instanceof ChangeAnswer.Applied applied) {
      return new Restored(
          applied.revision(), applied.version(), Objects.requireNonNull(answer.head()));
    }
    throw RestoreRefusals.of(outcome);
  }
}
