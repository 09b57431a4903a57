package io.driftless.server.history;

import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import java.util.Map;

/** What the commit rule answers, as refusals of a call. */
final class RestoreRefusals {

  private RestoreRefusals() {}

  static RefusedException of(ChangeAnswer answer) {
    if (answer instanceof ChangeAnswer.Stale stale) {
      return new RefusedException(
          Refusal.STALE,
          "It was changed meanwhile, or is not removed and lies elsewhere. Read it again.",
          Map.of("revision", stale.revision().value()));
    } else if (answer instanceof ChangeAnswer.NameTaken taken) {
      return new RefusedException(
          Refusal.NAME_TAKEN,
          "Something else has that name now. Restore under another name.",
          Map.of("by", taken.by().toString()));
    } else if (answer instanceof ChangeAnswer.ParentGone) {
      return new RefusedException(
          Refusal.PARENT_GONE, "There is no such folder. Restore into another one.");
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
    throw new IllegalStateException("A restore was answered " + answer);
  }
}
