package io.driftless.server.request;

import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.server.audit.AuditActor;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditLog;
import io.driftless.server.burst.ChangeBreaker;
import io.driftless.server.chunk.PackFooters;
import io.driftless.server.chunk.StagedRecipes;
import io.driftless.server.commit.Barriers;
import io.driftless.server.commit.CommitAdmission;
import io.driftless.server.commit.CommitContext;
import io.driftless.server.commit.CommitNeeds;
import io.driftless.server.commit.CommitOutcome;
import io.driftless.server.commit.CommitRule;
import io.driftless.server.commit.GivenContent;
import io.driftless.server.commit.WorkspaceState.Quota;
import io.driftless.server.fanout.Announcements;
import io.driftless.server.figures.CommitFigures;
import io.driftless.server.journal.ServerEpochs;
import io.driftless.server.log.LogContext;
import io.driftless.server.quota.Quotas;
import io.driftless.server.store.CommitLedger;
import io.driftless.server.store.CommitLedger.Standing;
import io.driftless.server.store.CommitWriter;
import io.driftless.server.store.FileLockReading;
import io.driftless.server.store.PostgresWorkspaceState;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import io.driftless.server.store.WorkspaceLock;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commits a device's changes, in the caller's JTA transaction: who the sender is, what the blob
 * store says about packs named, then under the workspace's lock the commit rule and all that it
 * writes, the stored answer, the audit and the announcements. A commit that was decided before gets
 * the stored answer and changes nothing.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class CommitUseCase {

  @PersistenceContext private EntityManager store;
  @Inject private PackFooters footers;
  @Inject private StagedRecipes staged;
  @Inject private ServerEpochs epochs;
  @Inject private AuditLog audit;
  @Inject private Quotas quotas;
  @Inject private ChangeBreaker breaker;
  @Inject private Announcements announcements;
  @Inject private CommitFigures figures;
  @Inject private Clock clock;

  /**
   * Decides a commit. The transaction is to be rolled back when this throws, and tried again.
   *
   * @param origin the sender
   * @param requestDigest SHA-256 of the request's bytes
   * @return the answer for the sender, which is stored unless nothing of the commit is
   */
  public CommitAnswer commit(Origin origin, CommitRequest request, Sha256 requestDigest) {
    CommitLedger ledger = new CommitLedger(Sql.of(store));
    Standing before = ledger.standing(origin.device(), request.workspace(), clock.instant());
    if (before == null || !before.admitted() || before.container() == null) {
      return denied(origin, before, request);
    }
    return commit(origin, request, requestDigest, fetch(request, before.container()));
  }

  /**
   * The same for a caller who knows already what the packs hold that the request names, because it
   * has stored them itself: the blob store is not asked, so the workspace may be locked before.
   */
  public CommitAnswer commit(
      Origin origin, CommitRequest request, Sha256 requestDigest, GivenContent given) {
    try (LogContext about = LogContext.open()) {
      about
          .with(LogContext.Id.DEVICE, origin.device().value())
          .with(LogContext.Id.WORKSPACE, request.workspace())
          .with(LogContext.Id.COMMIT, request.commit());
      return figures.timed(() -> decide(origin, request, requestDigest, given));
    }
  }

  private CommitAnswer decide(
      Origin origin, CommitRequest request, Sha256 requestDigest, GivenContent given) {
    DeviceId device = origin.device();
    CommitLedger ledger = new CommitLedger(Sql.of(store));
    WorkspaceEntity workspace = WorkspaceLock.take(store, request.workspace());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Standing standing = ledger.standing(device, request.workspace(), now);
    if (workspace == null || standing == null || !standing.admitted()) {
      return denied(origin, standing, request);
    }
    CommitAdmission admission =
        CommitAdmission.decide(
            request, requestDigest, ledger.ledger(device, request, standing.answeredThrough()));
    if (admission instanceof CommitAdmission.Repeated repeated) {
      return repeated.answer();
    } else if (admission instanceof CommitAdmission.Refused refusal) {
      note(origin, standing, request, CommitAudit.refused(request, refusal.answer()));
      return refusal.answer();
    }
    return apply(workspace, origin, standing, new Fresh(request, requestDigest, given, now));
  }

  private GivenContent fetch(CommitRequest request, String container) {
    CommitNeeds needs = CommitRule.needs(request);
    return new GivenContent(
        footers.read(container, needs.packs()), staged.find(request.workspace(), needs.staged()));
  }

  private CommitAnswer apply(
      WorkspaceEntity workspace, Origin origin, Standing standing, Fresh commit) {
    DeviceId device = origin.device();
    CommitRequest request = commit.request();
    Cursor head = workspace.head(epochs.current());
    ChangeBreaker.Sender sender =
        new ChangeBreaker.Sender(
            request.workspace(), device, standing.account(), actor(origin, standing), commit.now());
    ChangeBreaker.Seen seen =
        origin.previewed() ? ChangeBreaker.Seen.NOTHING : breaker.look(sender, request);
    Sql sql = Sql.of(store);
    Barriers barriers =
        new Barriers(
            new FileLockReading(sql).against(workspace.id(), standing.account(), commit.now()),
            seen.held());
    PostgresWorkspaceState state =
        new PostgresWorkspaceState(
            sql, workspace, device, head, quota(workspace, request), barriers);
    state.load(CommitRule.reads(request, commit.given()));
    CommitContext context =
        new CommitContext(
            device,
            standing.deviceName(),
            standing.account(),
            standing.role(),
            commit.now().toEpochMilli(),
            commit.given());
    CommitOutcome outcome = CommitRule.apply(state, request, context);
    CommitAnswer answer = outcome.answer();
    new CommitWriter(store)
        .write(
            workspace,
            new CommitWriter.Sender(device, standing.account().value(), commit.now()),
            request,
            commit.requestDigest(),
            outcome,
            EnvelopeCodec.encode(Envelope.of(head.epoch(), answer)));
    breaker.count(sender, request, outcome, seen);
    note(origin, standing, request, CommitAudit.decided(request, outcome));
    announce(request, head, outcome);
    return answer;
  }

  /** Whoever brings packs waits for others who bring some for the same person. */
  private Quota quota(WorkspaceEntity workspace, CommitRequest request) {
    return CommitRule.needs(request).packs().isEmpty()
        ? quotas.now(workspace)
        : quotas.toAdd(workspace);
  }

  private void announce(CommitRequest request, Cursor before, CommitOutcome outcome) {
    if (!outcome.rows().isEmpty()) {
      announcements.committed(request.workspace(), before.revision(), outcome.head().revision());
    }
    if (!outcome.packs().isEmpty()) {
      announcements.verify(
          request.workspace(), outcome.packs().stream().map(pack -> pack.pack()).toList());
    }
  }

  private void note(Origin origin, Standing standing, CommitRequest request, AuditDeed deed) {
    audit.workspace(request.workspace(), actor(origin, standing), deed);
  }

  /** Refuses who may not write there; nothing about it belongs into that workspace's audit. */
  private CommitAnswer denied(Origin origin, @Nullable Standing standing, CommitRequest request) {
    CommitAnswer answer =
        new CommitAnswer(
            request.workspace(),
            request.commit(),
            request.sequence(),
            new ChangeAnswer.Denied(),
            List.of(),
            null);
    if (standing != null) {
      audit.account(
          standing.account(), actor(origin, standing), CommitAudit.refused(request, answer));
    }
    return answer;
  }

  private static AuditActor actor(Origin origin, Standing standing) {
    return new AuditActor(standing.account(), origin.device(), origin.address());
  }

  private record Fresh(
      CommitRequest request, Sha256 requestDigest, GivenContent given, Instant now) {}
}
