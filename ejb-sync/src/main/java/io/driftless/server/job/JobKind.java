package io.driftless.server.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The jobs that there are. The name of each is that of its definition in META-INF/batch-jobs. */
public enum JobKind {
  /** Chunk garbage collection. */
  COLLECT(
      "collect",
      "Collects chunks that no version names, and packs that hold none: marks what is named,"
          + " quarantines the rest, sweeps what was long enough in quarantine, condemns empty and"
          + " orphan packs, deletes condemned ones.",
      Map.of(
          "ageSeconds", Duration.ofDays(1).toSeconds(),
          "graceSeconds", Duration.ofDays(7).toSeconds(),
          "orphanSeconds", Duration.ofDays(7).toSeconds(),
          "restSeconds", Duration.ofDays(7).toSeconds(),
          "restoreRestSeconds", Duration.ofDays(30).toSeconds(),
          "itemsPerSecond", 0L)),
  /** Rewriting sparse packs. */
  COMPACT(
      "compact",
      "Rewrites packs of which little is still needed: what is needed is copied into new packs, and"
          + " the old ones are left to the collector.",
      Map.of(
          "livingPercent",
          50L,
          "ageSeconds",
          Duration.ofDays(1).toSeconds(),
          "bytesPerSecond",
          0L)),
  /** Version pruning. */
  PRUNE(
      "prune",
      "Prunes contents of the history that the retention policies let go; what they were made of is"
          + " collected later.",
      Map.of()),
  /** Reading packs back. */
  SCRUB(
      "scrub",
      "Reads packs back and hashes every chunk; what is damaged is dropped, and the devices of the"
          + " workspace are asked to upload it again.",
      Map.of(
          "againSeconds",
          Duration.ofDays(30).toSeconds(),
          "bytesPerSecond",
          32L << 20,
          "mostDamaged",
          20L)),
  /** Checking the metadata. */
  CHECK(
      "check",
      "Checks that journal, trees, versions, chunks, packs and quota agree, and lists what does not;"
          + " repairs the quota's count only.",
      Map.of()),
  /** Clearing away what has lapsed. */
  UPKEEP(
      "upkeep",
      "Clears away what has lapsed: recipes sent ahead that no commit has named, links,"
          + " invitations and locks that are over, devices that nobody has used for long, updates"
          + " in the queues of devices that are away.",
      Map.of(
          "recipeSeconds", Duration.ofDays(1).toSeconds(),
          "lapsedSeconds", Duration.ofDays(90).toSeconds(),
          "unlinkSeconds", Duration.ofDays(365).toSeconds(),
          "awaySeconds", Duration.ofDays(14).toSeconds()));

  private final String id;
  private final String about;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that can't be changed
  private final Map<String, Long> defaults;

  JobKind(String id, String about, Map<String, Long> defaults) {
    this.id = id;
    this.about = about;
    this.defaults = Map.copyOf(defaults);
  }

  /** Its stable name. */
  public String id() {
    return id;
  }

  /** What it does, in words. */
  public String about() {
    return about;
  }

  /** Its settings. */
  public Map<String, Long> defaults() {
    return defaults;
  }

  /** Whether it takes something away that can't be had back. */
  public boolean takesAway() {
    return this == COLLECT || this == PRUNE || this == UPKEEP;
  }

  /** Whether these settings spare as much as the defaults do, or more. */
  public boolean isAsCareful(Map<String, Long> settings) {
    return defaults.entrySet().stream()
        .allMatch(usual -> settings.getOrDefault(usual.getKey(), 0L) >= usual.getValue());
  }

  /** Whether it can be run in one workspace alone. */
  public boolean isOfWorkspaces() {
    return this != UPKEEP;
  }

  /** The job of that name; null when there is none. */
  public static @Nullable JobKind of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst().orElse(null);
  }

  /**
   * The defaults with these in their place.
   *
   * @throws IllegalArgumentException for one that the job does not have, or that is below 0; the
   *     message says which
   */
  public Map<String, Long> settings(@Nullable Map<String, Long> given) {
    Map<String, Long> all = new LinkedHashMap<>(defaults);
    if (given != null) {
      given.forEach(
          (name, value) -> {
            if (!defaults.containsKey(name)) {
              throw new IllegalArgumentException(
                  "The job %s has no setting '%s'".formatted(id, name));
            }
            if (value == null || value < 0 || value > Integer.MAX_VALUE) {
              throw new IllegalArgumentException("'%s' has to be 0 or more".formatted(name));
            }
            all.put(name, value);
          });
    }
    return all;
  }
}
