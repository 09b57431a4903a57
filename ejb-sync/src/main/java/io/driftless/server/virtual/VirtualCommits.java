package io.driftless.server.virtual;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.ChangeAnswer.Applied;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.commit.CommitAdmission.Stored;
import io.driftless.server.commit.GivenContent;
import io.driftless.server.journal.ServerEpochs;
import io.driftless.server.request.CommitUseCase;
import io.driftless.server.request.Origin;
import io.driftless.server.store.CommitLedger;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import io.driftless.server.store.WorkspaceLock;
import io.driftless.server.virtual.VirtualDevices.Virtual;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Commits what a caller of the HTTP API wants, in the caller's transaction and all or nothing: same
 * rule, same journal, same audit as for a device, and every device of the workspace is told.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class VirtualCommits {

  /** So many of the last commits of an account can be asked for again by their key. */
  private static final long REMEMBERED = 100;

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private VirtualDevices devices;
  @Inject private ServerEpochs epochs;
  @EJB private CommitUseCase commits;

  /**
   * A call that writes.
   *
   * @param key makes repeating it safe: the same key with the same digest gets the first answer;
   *     null for none
   * @param digest of all that is wanted
   */
  public record Call(WorkspaceId workspace, @Nullable CommitId key, Sha256 digest) {

    /** A call that wants this; the values are records of the protocol, ids and texts. */
    public static Call of(
        WorkspaceId workspace, @Nullable CommitId key, @Nullable Object... wanted) {
      try {
        byte[] all = Codec.cbor().writeValueAsBytes(Arrays.asList(workspace, wanted));
        return new Call(workspace, key, Sha256.digest(all));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("What a call wants can't be written", e);
      }
    }
  }

  /** Makes the changes of a call, once the workspace is locked. */
  @FunctionalInterface
  public interface Plan {
    /** The changes, at least one; throws {@link RefusedException} when there can be none. */
    List<Change> changes(WorkspaceEntity locked);
  }

  /**
   * Commits the planned changes. A call that was answered before under its key gets that answer,
   * and nothing is planned.
   *
   * @return every change is applied
   * @throws RefusedException when the caller may not write here, or a change is refused; nothing
   *     was done then
   */
  public CommitAnswer commit(Caller caller, Call call, Plan plan) {
    return commit(caller, call, GivenContent.NONE, plan);
  }

  /**
   * The same for changes that name new packs.
   *
   * @param given what these hold, so that nobody has to ask the blob store under the lock
   */
  public CommitAnswer commit(Caller caller, Call call, GivenContent given, Plan plan) {
    Sql sql = Sql.of(store);
    WorkspaceLock.limitWaiting(sql);
    WorkspaceEntity workspace = access.toLock(caller, call.workspace(), Role.EDITOR);
    Virtual device = devices.lock(caller.account());
    CommitAnswer before = before(sql, device.device(), call);
    return before != null
        ? before
        : applied(sent(caller, call, given, new Sending(workspace, device, false), plan));
  }

  /**
   * Commits the planned changes, each on its own: what is refused does not keep the rest from being
   * applied. For a call without a key, of which a person has seen before what it would do.
   *
   * @return null when there are no changes
   * @throws RefusedException when the caller may not write here
   */
  public @Nullable CommitAnswer each(Caller caller, Call call, Plan plan) {
    WorkspaceLock.limitWaiting(Sql.of(store));
    WorkspaceEntity workspace = access.toLock(caller, call.workspace(), Role.EDITOR);
    Virtual device = devices.lock(caller.account());
    List<Change> changes = plan.changes(workspace);
    if (changes.isEmpty()) {
      return null;
    }
    Sending previewed = new Sending(workspace, device, true);
    CommitAnswer answer = sent(caller, call, GivenContent.NONE, previewed, locked -> changes);
    if (answer.refused() != null) {
      throw ChangeRefusals.of(answer.refused());
    }
    return answer;
  }

  private record Sending(WorkspaceEntity workspace, Virtual device, boolean previewed) {}

  private CommitAnswer sent(
      Caller caller, Call call, GivenContent given, Sending sending, Plan plan) {
    List<Change> changes = plan.changes(sending.workspace());
    DeviceId device = sending.device().device();
    long sequence = sending.device().lastSequence() + 1;
    CommitRequest request =
        new CommitRequest(
            call.workspace(),
            call.key() == null ? new CommitId(UUID.randomUUID()) : call.key(),
            sequence,
            Math.max(0, sequence - REMEMBERED),
            sending.workspace().head(epochs.current()),
            changes);
    CommitAnswer answer =
        commits.commit(
            new Origin(device, caller.address(), sending.previewed()),
            request,
            call.digest(),
            given);
    store.flush(); // its rows are read next by statements of their own
    return answer;
  }

  private static @Nullable CommitAnswer before(Sql sql, DeviceId device, Call call) {
    if (call.key() == null) {
      return null;
    }
    Stored stored = new CommitLedger(sql).stored(device, call.key());
    if (stored != null && !stored.requestDigest().equals(call.digest())) {
      throw ChangeRefusals.of(new ChangeAnswer.IdReused());
    }
    return stored == null ? null : stored.answer();
  }

  private static CommitAnswer applied(CommitAnswer answer) {
    if (answer.refused() != null) {
      throw ChangeRefusals.of(answer.refused());
    }
    ChangeAnswer refusal = null;
    for (ChangeAnswer one : answer.answers()) {
      boolean worse = refusal == null || refusal instanceof ChangeAnswer.Depends;
      if (!(one instanceof Applied) && worse) {
        refusal = one;
      }
    }
    if (refusal != null) {
      throw ChangeRefusals.of(refusal);
    }
    return answer;
  }
}
