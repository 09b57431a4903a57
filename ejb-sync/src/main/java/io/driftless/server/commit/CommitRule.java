package io.driftless.server.commit;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commit rule: (state read, request) to (writes, answers). Pure: the same arguments give the
 * same outcome, nothing is written here.
 *
 * <p>A caller asks {@link #needs} and reads these things without a lock, locks the workspace, lets
 * {@link CommitAdmission} tell repetitions apart, loads what {@link #reads} forecasts, and stores
 * what {@link #apply} returns, all of it in that transaction.
 *
 * <p>Each change is decided on the state that the ones before it left, and on its own: a refused
 * one leaves nothing. Where the protocol leaves a choice:
 *
 * <ul>
 *   <li>A change about a node that the workspace never had is malformed, its removal is applied
 *       without a row; an unknown parent, or one that is no folder, is {@code parentGone}.
 *   <li>A base that no device can have seen (a later version or revision than there is) is
 *       malformed.
 *   <li>Rows of the same commit make nothing stale.
 *   <li>What comes back with a folder above it gets a row, so that all devices hear of it.
 *   <li>Packs that the commit takes without a recipe are taken all, or the whole commit is refused.
 *   <li>A cursor of another epoch, above the head, below the floor or of another commit refuses the
 *       whole commit as stale: the device resyncs.
 * </ul>
 */
public final class CommitRule {

  private CommitRule() {}

  /** What to read before the lock. */
  public static CommitNeeds needs(CommitRequest request) {
    return CommitBounds.excess(request) == null
        ? RequestReads.needs(request)
        : new CommitNeeds(Set.of(), Set.of());
  }

  /** What the rule will ask the state about; to load it in bulk. */
  public static CommitReads reads(CommitRequest request, GivenContent given) {
    return CommitBounds.excess(request, given) == null
        ? RequestReads.reads(request, given)
        : new CommitReads(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
  }

  /**
   * Decides a commit that {@link CommitAdmission} found fresh. Its outcome is to be stored even
   * when nothing of it was applied, so that a repetition gets the same answer.
   */
  public static CommitOutcome apply(
      WorkspaceState state, CommitRequest request, CommitContext context) {
    ChangeAnswer refusal = refusal(state, request, context);
    if (refusal != null) {
      Cursor head = context.role() == null ? null : state.head();
      return refused(state, request, refusal, head);
    }
    WorkingState work = new WorkingState(state, request, context);
    ContentCheck contents = new ContentCheck(state, context, work);
    refusal = contents.bring(request.packs());
    if (refusal != null) {
      return refused(state, request, refusal, state.head());
    }
    List<ChangeAnswer> answers =
        new Answering(state, context, work, contents, request.changes()).answer();
    new Comebacks(state, work).tell();
    Cursor before = state.head();
    Cursor head =
        work.lastRevision().isAfter(before.revision())
            ? new Cursor(before.epoch(), work.lastRevision(), request.commit())
            : before;
    return new CommitOutcome(
        new CommitAnswer(
            request.workspace(), request.commit(), request.sequence(), null, answers, head),
        work.rows(),
        work.nodes(),
        work.versions(),
        work.aliases(),
        work.packs(),
        work.revived(),
        head);
  }

  private static CommitOutcome refused(
      WorkspaceState state, CommitRequest request, ChangeAnswer refusal, @Nullable Cursor head) {
    return new CommitOutcome(
        CommitOutcome.refusal(request, refusal, head),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        Set.of(),
        state.head());
  }

  /** Whether an answer means that the change holds. */
  public static boolean isAccepted(ChangeAnswer answer) {
    return answer instanceof ChangeAnswer.Applied || answer instanceof ChangeAnswer.Merged;
  }

  private static @Nullable ChangeAnswer refusal(
      WorkspaceState state, CommitRequest request, CommitContext context) {
    Role role = context.role();
    if (role == null || role == Role.VIEWER) {
      return new ChangeAnswer.Denied();
    }
    if (request.changes().size() > Limits.MAX_CHANGES) {
      return Decision.malformed(
          "A commit has at most %d changes, this one %d",
          Limits.MAX_CHANGES, request.changes().size());
    }
    String excess = CommitBounds.excess(request, context.given());
    if (excess == null) {
      excess =
          CommitBounds.excess(
              state.recipeChunks(RequestReads.reads(request, GivenContent.NONE).versions()));
    }
    if (excess != null) {
      return Decision.malformed(excess);
    }
    return continues(state, request.cursor())
        ? null
        : new ChangeAnswer.Stale(state.head().revision());
  }

  /** Whether a cursor is a place in this journal from which it can be read on. */
  public static boolean continues(WorkspaceState state, Cursor cursor) {
    Revision at = cursor.revision();
    if (!cursor.epoch().equals(state.head().epoch())
        || at.isAfter(state.head().revision())
        || state.floor().isAfter(at)) {
      return false;
    }
    return at.equals(Revision.NONE)
        || at.equals(state.floor())
        || cursor.commit().equals(state.commitAt(at));
  }
}
