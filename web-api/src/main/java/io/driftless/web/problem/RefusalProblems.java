package io.driftless.web.problem;

import io.driftless.server.access.Refusal;

/** Which type of problem a refusal of the Synchronization Service is. */
final class RefusalProblems {

  private RefusalProblems() {}

  static ProblemType of(Refusal refusal) {
    return switch (refusal) {
      case INVALID -> ProblemType.INVALID;
      case NOT_FOUND -> ProblemType.NOT_FOUND;
      case DENIED -> ProblemType.DENIED;
      case ACCOUNT_DISABLED -> ProblemType.ACCOUNT_DISABLED;
      case DEVICE_UNKNOWN -> ProblemType.DEVICE_UNKNOWN;
      case DEVICE_REVOKED -> ProblemType.DEVICE_REVOKED;
      case ACCOUNT_UNKNOWN -> ProblemType.ACCOUNT_UNKNOWN;
      case LAST_OWNER -> ProblemType.LAST_OWNER;
      case PERSONAL_WORKSPACE -> ProblemType.PERSONAL_WORKSPACE;
      case TOO_MANY -> ProblemType.TOO_MANY;
      case STALE -> ProblemType.STALE;
      case LOCKED -> ProblemType.LOCKED;
      case HELD -> ProblemType.HELD;
      case NAME_TAKEN -> ProblemType.NAME_TAKEN;
      case PARENT_GONE -> ProblemType.PARENT_GONE;
      case PRECONDITION_FAILED -> ProblemType.PRECONDITION_FAILED;
      case OVER_QUOTA -> ProblemType.OVER_QUOTA;
      case JOB_UNDER_WAY -> ProblemType.JOB_UNDER_WAY;
      case NOT_VERIFIED -> ProblemType.NOT_VERIFIED;
      case UNCOMMITTED_LIMIT -> ProblemType.UNCOMMITTED_LIMIT;
      case TOO_MANY_CALLS -> ProblemType.TOO_MANY_CALLS;
      case NOT_YET -> ProblemType.NOT_YET;
      case RESYNC -> ProblemType.RESYNC;
      case EPOCH_CHANGED -> ProblemType.EPOCH_CHANGED;
      case UNAVAILABLE -> ProblemType.UNAVAILABLE;
    };
  }
}
