package io.driftless.simulator;

import io.driftless.simulator.FaultSite.Fired;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing history short: leaves out what the failure does not need, until nothing can be
 * left out or it has tried often enough (delta debugging: Zeller, Hildebrandt 2002).
 */
final class Shrinker {

  private final int mostTries;
  private final String kind;
  private int tries;
  private Script best;

  private Shrinker(Script failing, String kind, int mostTries) {
    this.best = failing;
    this.kind = kind;
    this.mostTries = mostTries;
  }

  /** The kind of failure of a script; null when it keeps all promises. */
  static @Nullable SimulationFailure failure(Script script) {
    return failure(script, false);
  }

  /** The same, with its trace. */
  static @Nullable SimulationFailure traced(Script script) {
    return failure(script, true);
  }

  private static @Nullable SimulationFailure failure(Script script, boolean traced) {
    try {
      new Simulation(script, traced).run();
      return null;
    } catch (SimulationFailure failure) {
      return failure;
    }
  }

  /** A shorter script that fails alike; the script itself when there is none. */
  static Script shrink(Script failing, int mostTries) {
    Simulation first = new Simulation(failing, false);
    try {
      first.run();
    } catch (SimulationFailure failure) {
      Shrinker shrinker = new Shrinker(failing, failure.kind(), mostTries);
      shrinker.attempt(first.told());
      shrinker.run();
      return shrinker.best;
    }
    return failing;
  }

  private boolean attempt(Script script) {
    if (tries >= mostTries) {
      return false;
    }
    tries++;
    SimulationFailure failure = failure(script);
    boolean same = failure != null && failure.kind().equals(kind);
    if (same) {
      best = script;
    }
    return same;
  }

  private void run() {
    int before;
    do {
      before = best.size();
      attempt(new Script(best.setting().steady(), best.steps(), best.fired()));
      dropDevice();
      dropFired();
      dropSteps();
      dropTimes();
    } while (best.size() < before && tries < mostTries);
  }

  /** The last device may not be needed. */
  private void dropDevice() {
    boolean again = true;
    while (again && best.setting().disks().size() > 2) {
      List<String> names = best.setting().devices();
      String last = names.get(names.size() - 1);
      Predicate<Step> others = step -> !step.who().equals(last);
      again =
          attempt(
              new Script(
                  best.setting().with(best.setting().disks().subList(0, names.size() - 1)),
                  best.steps().stream().filter(others).toList(),
                  best.fired()));
    }
  }

  private void dropFired() {
    Map<Fired, String> fired = best.fired();
    if (fired != null) {
      drop(
          new ArrayList<>(fired.keySet()),
          left -> {
            Map<Fired, String> some = new LinkedHashMap<>(fired);
            some.keySet().retainAll(left);
            return attempt(new Script(best.setting(), best.steps(), some));
          });
    }
  }

  private void dropSteps() {
    drop(best.steps(), left -> attempt(new Script(best.setting(), left, best.fired())));
  }

  /** Leaves out stretches, from half of the list down to single ones. */
  private <T> void drop(List<T> all, Predicate<List<T>> fails) {
    List<T> left = all;
    for (int length = Math.max(1, left.size() / 2); length >= 1; length /= 2) {
      for (int from = left.size() - length; from > -length && !left.isEmpty(); from -= length) {
        List<T> without = new ArrayList<>(left);
        without.subList(Math.max(0, from), Math.min(left.size(), from + length)).clear();
        if (without.size() < left.size() && fails.test(without)) {
          left = without;
        }
      }
    }
  }

  private void dropTimes() {
    for (int i = 0; i < best.steps().size(); i++) {
      Step step = best.steps().get(i);
      if (step.afterMillis() > 0) {
        List<Step> steps = new ArrayList<>(best.steps());
        steps.set(i, step.after(0));
        attempt(new Script(best.setting(), steps, Objects.requireNonNull(best.fired())));
      }
    }
  }
}
