package io.driftless.server.commit;

import io.driftless.protocol.message.Message.CommitRequest;

/**
 * The commit rule: (state read, request) to (writes, answers). Pure: the same arguments give the
 * same outcome, nothing is written here.
 *
 * <p>A caller asks {@link #needs} and reads these things without a lock, locks the workspace, lets
 * {@link CommitAdmission} tell repetitions apart, loads what {@link #reads} forecasts, and stores
 * what the rule returns, all of it in that transaction.
 */
public final class CommitRule {

  private CommitRule() {}

  /** What to read before the lock. */
  public static CommitNeeds needs(CommitRequest request) {
    return RequestReads.needs(request);
  }

  /** What the rule will ask the state about; to load it in bulk. */
  public static CommitReads reads(CommitRequest request, GivenContent given) {
    return RequestReads.reads(request, given);
  }
}
