package io.driftless.protocol.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about what of the history is kept. */
public final class RetentionMessages {

  private RetentionMessages() {}

  /**
   * What is kept; nothing of it may be left out. Ages count from when a version was replaced. The
   * current version of a file, pinned ones and the last {@code least} are kept in any case.
   *
   * @param allDays so long every version is kept
   * @param hourlyDays so long the last one of each hour; hours, days and weeks are those of UTC
   * @param dailyDays so long the last one of each day
   * @param weeklyDays so long the last one of each week; then none
   * @param least how many of a file's last versions are kept at any age; 1 is the current one
   * @param trashDays so long the contents of a removed file
   * @param legalHold whether nothing is pruned at all
   */
  public record RetentionPolicy(
      Integer allDays,
      Integer hourlyDays,
      Integer dailyDays,
      Integer weeklyDays,
      Integer least,
      Integer trashDays,
      Boolean legalHold) {
    public RetentionPolicy {
      Objects.requireNonNull(allDays, "allDays");
      Objects.requireNonNull(hourlyDays, "hourlyDays");
      Objects.requireNonNull(dailyDays, "dailyDays");
      Objects.requireNonNull(weeklyDays, "weeklyDays");
      Objects.requireNonNull(least, "least");
      Objects.requireNonNull(trashDays, "trashDays");
      Objects.requireNonNull(legalHold, "legalHold");
    }
  }

  /**
   * What holds for a workspace.
   *
   * @param policy what its contents are kept by
   * @param own whether the workspace has a policy of its own; else it is the company's
   */
  public record Retention(RetentionPolicy policy, boolean own) {}

  /**
   * What a policy would prune now.
   *
   * @param versions how many
   * @param bytes of their contents, before deduplication: what is freed is less
   * @param nodes of how many files
   * @param policy the one that was looked at
   */
  public record RetentionPreview(
      RetentionPolicy policy, long nodes, long versions, long bytes, long keptVersions) {}

  /**
   * A pin on a version.
   *
   * @param label why, 1 to 100 characters
   */
  public record Pin(@Nullable String label) {}
}
