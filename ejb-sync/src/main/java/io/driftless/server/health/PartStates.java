package io.driftless.server.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tries all parts, at most every five seconds however often it is asked. Why a part is down goes to
 * the log once, when it goes down.
 */
@ApplicationScoped
public class PartStates {

  private static final Logger LOG = System.getLogger(PartStates.class.getName());
  private static final Duration HOLDS = Duration.ofSeconds(5);

  @Inject private Instance<PartProbe> probes;
  @Inject private Clock clock;

  private @Nullable Instant triedAt;
  private Map<String, Boolean> parts = Map.of();

  /** Which parts answer, by name. */
  public synchronized Map<String, Boolean> parts() {
    Instant now = clock.instant();
    if (triedAt == null || !now.isBefore(triedAt.plus(HOLDS))) {
      parts = tried(parts);
      triedAt = now;
    }
    return parts;
  }

  private Map<String, Boolean> tried(Map<String, Boolean> before) {
    Map<String, Boolean> found = new TreeMap<>();
    for (PartProbe probe : probes) {
      found.put(probe.part(), answers(probe, before.getOrDefault(probe.part(), true)));
    }
    return Map.copyOf(found);
  }

  private static boolean answers(PartProbe probe, boolean before) {
    try {
      probe.probe();
      if (!before) {
        LOG.log(Level.INFO, "Part {0} answers again", probe.part());
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception e) { // whatever it is, the part can't be relied on
      if (before) {
        LOG.log(Level.WARNING, "Part " + probe.part() + " does not answer", e);
      }
      return false;
    }
  }
}
