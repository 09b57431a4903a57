package io.driftless.server.job;

import io.driftless.protocol.id.WorkspaceId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a run go by.
 *
 * @param workspace the only one; null for all
 * @param dryRun whether to list instead of doing
 * @param listOf the dry run whose list is taken; null for none
 * @param started when it was first started
 */
public record RunScope(
    long run,
    JobKind kind,
    @Nullable WorkspaceId workspace,
    boolean dryRun,
    @Nullable Long listOf,
    Map<String, Long> settings,
    Instant started) {

  public RunScope {
    settings = Map.copyOf(settings);
  }

  /** The most items a second; 0 for no limit. */
  public long pace() {
    return kind.defaults().containsKey("itemsPerSecond") ? setting("itemsPerSecond") : 0;
  }

  /** A setting of the run; the default where an earlier release started it without. */
  public long setting(String name) {
    Long value = settings.getOrDefault(name, kind.defaults().get(name));
    if (value == null) {
      throw new IllegalArgumentException("The job has no setting " + name);
    }
    return value;
  }

  /** A setting in seconds as milliseconds. */
  public long millis(String name) {
    return setting(name) * 1_000;
  }
}
