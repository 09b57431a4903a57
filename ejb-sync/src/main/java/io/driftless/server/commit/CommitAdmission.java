package io.driftless.server.commit;

import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import org.jspecify.annotations.Nullable;

/** Whether a commit is new, a repetition, or can't be told apart from one: decided before all. */
public sealed interface CommitAdmission {

  /**
   * What the server remembers of a device's commits.
   *
   * @param sameCommit the commit with the request's id, while its answer is kept
   * @param sameSequence the id of the commit with the request's sequence, while its answer is kept
   * @param answeredThrough the highest that the device ever said; answers up to there are dropped
   */
  record Ledger(
      @Nullable Stored sameCommit, @Nullable CommitId sameSequence, long answeredThrough) {}

  /**
   * A commit that was decided.
   *
   * @param requestDigest SHA-256 of the request's bytes as they were sent
   * @param answer the stored answer
   */
  record Stored(Sha256 requestDigest, CommitAnswer answer) {}

  /** Not seen before: apply it, and store its answer with it. */
  record Fresh() implements CommitAdmission {}

  /** Decided before: send the stored answer again, write nothing. */
  record Repeated(CommitAnswer answer) implements CommitAdmission {}

  /** Neither: send this answer, write nothing. */
  record Refused(CommitAnswer answer) implements CommitAdmission {}

  /**
   * Decides. The same id with the same bytes is a repetition; with other bytes it is refused as
   * {@code idReused}. So is a sequence that another commit has, or one up to {@code
   * answeredThrough}: its answer may have been dropped, so nobody knows whether it was applied.
   *
   * @param requestDigest SHA-256 of the request's bytes
   */
  static CommitAdmission decide(CommitRequest request, Sha256 requestDigest, Ledger ledger) {
    Stored same = ledger.sameCommit();
    if (same != null) {
      return same.requestDigest().equals(requestDigest)
          ? new Repeated(same.answer())
          : refuse(request, new ChangeAnswer.IdReused());
    }
    if (request.sequence() <= ledger.answeredThrough() || ledger.sameSequence() != null) {
      return refuse(request, new ChangeAnswer.IdReused());
    }
    if (request.answeredThrough() >= request.sequence() || request.answeredThrough() < 0) {
      return refuse(
          request,
          new ChangeAnswer.Malformed(
              "Commit %d says that commits up to %d are answered"
                  .formatted(request.sequence(), request.answeredThrough())));
    }
    return new Fresh();
  }

  private static CommitAdmission refuse(CommitRequest request, ChangeAnswer why) {
    return new Refused(CommitOutcome.refusal(request, why, null));
  }
}
