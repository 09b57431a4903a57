package io.driftless.protocol.api;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about locks on files. Times are as in RFC 3339. */
public final class LockMessages {

  private LockMessages() {}

  /**
   * {@code PUT /api/v1/workspaces/{w}/nodes/{n}/lock}: a lock for the caller.
   *
   * @param seconds how long it holds from now on, up to 7 days; null for 8 hours
   * @param note why, for others to read; null for nothing
   */
  public record NewLock(@Nullable Long seconds, @Nullable String note) {}

  /**
   * A lock that holds.
   *
   * @param account whose it is: all others are refused
   * @param note why; null when nobody said
   * @param until when it ends by itself
   */
  public record LockInfo(
      NodeId node,
      AccountId account,
      String username,
      @Nullable String note,
      String since,
      String until) {}

  /**
   * {@code GET /api/v1/workspaces/{w}/locks}: those that hold, what ends first first.
   *
   * @param locks at most 1,000
   */
  public record LockList(List<LockInfo> locks) {
    public LockList {
      locks = List.copyOf(locks);
    }
  }
}
