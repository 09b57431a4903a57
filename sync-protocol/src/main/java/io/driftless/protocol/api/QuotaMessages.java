package io.driftless.protocol.api;

import io.driftless.protocol.id.AccountId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about quotas. Bytes are those that packs take in the blob store. */
public final class QuotaMessages {

  private QuotaMessages() {}

  /**
   * {@code GET /api/v1/workspaces/{w}/quota}: how much a workspace holds and may hold.
   *
   * @param usedBytes what it holds, all kept versions included
   * @param limitBytes what it may hold; null for no limit of its own
   * @param leftBytes what still fits, the quota of the person it counts for included; null for no
   *     limit
   * @param chargedTo the name of that person; null when there is none
   */
  public record WorkspaceQuota(
      long usedBytes,
      @Nullable Long limitBytes,
      @Nullable Long leftBytes,
      @Nullable String chargedTo) {}

  /**
   * How much a person holds and may hold.
   *
   * @param usedBytes in all workspaces that count for them
   * @param limitBytes what they may hold; null for no limit
   * @param workspaces how many count for them
   */
  public record AccountQuota(
      AccountId account,
      String username,
      long usedBytes,
      @Nullable Long limitBytes,
      long workspaces) {}

  /**
   * {@code GET /api/v1/quotas}: those of all people, who holds most first.
   *
   * @param accounts at most a thousand
   */
  public record QuotaList(List<AccountQuota> accounts) {
    public QuotaList {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * How often a person may call the API.
   *
   * @param callsPerMinute on each node of the server; as many may come at once
   */
  public record CallQuota(String username, int callsPerMinute) {}

  /**
   * {@code PUT /api/v1/quotas/accounts/{u}/calls}: a new limit.
   *
   * @param callsPerMinute 1 or more
   */
  public record CallLimit(Integer callsPerMinute) {}

  /**
   * {@code PUT /api/v1/quotas/...}: a new limit.
   *
   * @param limitBytes 0 or more
   */
  public record QuotaLimit(Long limitBytes) {}
}
