package io.driftless.server.retention;

import io.driftless.protocol.api.RetentionMessages.RetentionPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a file a policy lets go. Pure: the job asks it under the workspace's lock, the
 * preview without. What it prunes now it would prune at any later moment, and what it keeps as the
 * last of an hour, a day or a week stays that.
 */
public final class RetentionRule {

  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final long WEEK = 7 * DAY;

  /** 1970-01-01 was a Thursday; weeks begin on Monday. */
  private static final long MONDAY = 3 * DAY;

  private RetentionRule() {}

  /**
   * A version whose content is there.
   *
   * @param replacedMillis when the next version came, pruned or not; null for the current one
   */
  public record Held(
      int number, long createdMillis, @Nullable Long replacedMillis, boolean pinned, long bytes) {}

  /**
   * A file with those of its versions whose contents are there.
   *
   * @param versions oldest first
   * @param removedMillis when it was removed; null when it is not, or lies in a removed folder
   */
  public record File(List<Held> versions, @Nullable Long removedMillis) {
    public File {
      versions = List.copyOf(versions);
    }
  }

  /** The versions that go, oldest first. */
  public static List<Held> prunes(File file, RetentionPolicy policy, long nowMillis) {
    if (policy.legalHold()) {
      return List.of();
    }
    Long removed = file.removedMillis();
    if (removed != null && nowMillis - removed > policy.trashDays() * DAY) {
      return file.versions().stream().filter(version -> !version.pinned()).toList();
    }
    List<Held> pruned = new ArrayList<>();
    Set<String> last = new HashSet<>();
    List<Held> versions = file.versions();
    for (int i = versions.size() - 1; i >= 0; i--) {
      Held version = versions.get(i);
      boolean among = versions.size() - i <= Math.max(1, policy.least());
      boolean kept = keeps(version, policy, nowMillis, last);
      if (!kept && !among && !version.pinned() && version.replacedMillis() != null) {
        pruned.add(0, version);
      }
    }
    return pruned;
  }

  /** Whether its age or its place keeps it; notes in any case that it is the last one there. */
  private static boolean keeps(
      Held version, RetentionPolicy policy, long nowMillis, Set<String> last) {
    boolean ofHour = last.add("h" + version.createdMillis() / HOUR);
    boolean ofDay = last.add("d" + version.createdMillis() / DAY);
    boolean ofWeek = last.add("w" + Math.floorDiv(version.createdMillis() + MONDAY, WEEK));
    Long replaced = version.replacedMillis();
    if (replaced == null) {
      return true;
    }
    long age = nowMillis - replaced;
    return age <= policy.allDays() * DAY
        || (ofHour && age <= policy.hourlyDays() * DAY)
        || (ofDay && age <= policy.dailyDays() * DAY)
        || (ofWeek && age <= policy.weeklyDays() * DAY);
  }
}
