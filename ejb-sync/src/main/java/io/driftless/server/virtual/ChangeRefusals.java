package io.driftless.server.virtual;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import java.util.Map;

/** What the commit rule answers, as refusals of a call. */
final class ChangeRefusals {

  private ChangeRefusals() {}

  static RefusedException of(ChangeAnswer answer) {
    if (answer instanceof ChangeAnswer.Stale stale) {
      return new RefusedException(
          Refusal.STALE,
          "It was changed meanwhile, or lies elsewhere than this needs. Read it again.",
          Map.of("revision", stale.revision().value()));
    } else if (answer instanceof ChangeAnswer.NameTaken taken) {
      return nameTaken(taken.by());
    } else if (answer instanceof ChangeAnswer.Merged merged) {
      return nameTaken(merged.into());
    } else if (answer instanceof ChangeAnswer.ParentGone) {
      return new RefusedException(
          Refusal.PARENT_GONE, "There is no such folder. Take another one.");
    } else if (answer instanceof ChangeAnswer.RecipeBaseGone) {
      return RefusedException.notFound("version");
    } else if (answer instanceof ChangeAnswer.Malformed malformed) {
      return new RefusedException(Refusal.INVALID, malformed.reason());
    } else if (answer instanceof ChangeAnswer.IdReused) {
      return RefusedException.invalid(
          "Idempotency-Key", "This key was used for another call. Take a new one.");
    } else if (answer instanceof ChangeAnswer.Denied) {
      return new RefusedException(Refusal.DENIED, "You may not write to this workspace.");
    }
    return ofContent(answer);
  }

  private static RefusedException ofContent(ChangeAnswer answer) {
    if (answer instanceof ChangeAnswer.OverQuota over) {
      return new RefusedException(
          Refusal.OVER_QUOTA,
          "The workspace holds %d of %d bytes; this does not fit."
              .formatted(over.usedBytes(), over.limitBytes()),
          Map.of("limitBytes", over.limitBytes(), "usedBytes", over.usedBytes()));
    } else if (answer instanceof ChangeAnswer.MissingChunks) {
      return new RefusedException(
          Refusal.NOT_VERIFIED,
          "Some of the content was uploaded a moment ago and is still being checked. Try again.");
    }
    if (answer instanceof ChangeAnswer.Locked locked) {
      return new RefusedException(
          Refusal.LOCKED, "Locked by %s.".formatted(locked.owner()), Map.of("by", locked.owner()));
    }
    if (answer instanceof ChangeAnswer.Held held) {
      return new RefusedException(
          Refusal.HELD, "Nothing was done: %s. Call again then.".formatted(held.reason()));
    }
    throw new IllegalStateException("A call's commit was answered " + answer);
  }

  private static RefusedException nameTaken(NodeId by) {
    return new RefusedException(
        Refusal.NAME_TAKEN,
        "Something else has that name there. Take another name.",
        Map.of("by", by.toString()));
  }
}
