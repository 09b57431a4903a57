package io.driftless.simulator;

import io.driftless.simulator.FaultSite.Fired;
import io.driftless.simulator.SimDisk.Unforced;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Ends a device at every point of some short histories: before and after each operation of its disk
 * and each transaction of its database. Once as a killed process, and once for each thing that a
 * power cut may leave there: none, some or all of the names that were not forced, and unforced
 * bytes kept, torn or gone. Then the device starts again, and all promises must hold in the end.
 */
final class CrashPoints {

  private static final String SETTING = "history seed=%d disks=EXACT,EXACT wildness=0 jitter=false";

  /**
   * Something that travels from one device to the other.
   *
   * @param name what
   * @param before what both have
   * @param then what is done then
   */
  record Story(String name, List<String> before, List<String> then) {}

  static final List<Story> STORIES =
      List.of(
          story("a new file", "mkdir d", "make d/f\t1+20"),
          story("a new file of many chunks", "mkdir d", "make d/f\t1*1,200000,7"),
          story("a file replaced", "make f\t1+20", "overwrite f\t2+20"),
          story("a file saved by an editor", "make f\t1+20", "save f\t2+20\t5"),
          story("a large file edited", "make f\t1*1,200000,7", "overwrite f\t2*1,200000,90000"),
          story("a file deleted", "make f\t1+20", "delete f"),
          story("a file renamed", "make f\t1+20", "move f\tg"),
          story("a file moved", "mkdir d;make f\t1+20", "move f\td/f"),
          story("two names swapped", "make f\t1+20;make g\t2+20", "swap f\tg"),
          story("a folder made", "mkdir d", "mkdir d/e;make d/e/f\t1+20"),
          story("a folder moved", "mkdir d;make d/f\t1+20;mkdir e", "move d\te/d"),
          story("a folder deleted", "mkdir d;make d/f\t1+20;mkdir d/e", "delete d"),
          story("a link made", "mkdir d", "link d/l\t1"),
          story("a file becomes executable", "make f\t1+20", "mode f"),
          story("a file becomes a folder", "make f\t1+20", "delete f;mkdir f;make f/g\t2+20"),
          story("a folder becomes a file", "mkdir f;make f/g\t1+20", "delete f;make f\t2+20"),
          story("both edit", "make f\t1+20", "overwrite f\t2+20;device-b overwrite f\t3+20"),
          story("one edits, one deletes", "make f\t1+20", "overwrite f\t2+20;device-b delete f"),
          story("both make a folder", "", "mkdir d;device-b mkdir d;make d/f\t1+20"));

  private long points;
  private long histories;

  private static Story story(String name, String before, String then) {
    return new Story(name, List.of(before.split(";")), List.of(then.split(";")));
  }

  /** At how many points a device was ended. */
  long points() {
    return points;
  }

  /** How many histories that took. */
  long histories() {
    return histories;
  }

  /** Ends the device that is told of the story, or the one that tells it, at every point. */
  void tryAll(Story story, String device) {
    Setting setting = Setting.parse(SETTING.formatted(1));
    List<Step> before = steps(story.before());
    before.add(Step.of(0, "all", "calm"));
    List<Step> whole = new ArrayList<>(before);
    whole.addAll(steps(story.then()));
    whole.add(Step.of(15_000, device, "rescan"));
    for (String place : List.of(" crashes at the disk", " crashes at the database")) {
      long from = run(new Script(setting, before, Map.of())).occasions(device + place);
      long to = run(new Script(setting, whole, Map.of())).occasions(device + place);
      for (long at = from + 1; at <= to; at++) {
        points++;
        tryOne(new Script(setting, whole, Map.of()), device, new Fired(device + place, at));
      }
    }
  }

  private void tryOne(Script script, String device, Fired crash) {
    run(with(script, Map.of(crash, "")));
    Fired power = new Fired(device + " loses power in the crash", 1);
    Simulation first = run(with(script, powerCut(crash, power, 0, Unforced.KEPT)));
    int names = first.diskOf(device).unforcedNames();
    boolean bytes = first.diskOf(device).unforcedBytes();
    for (int lost = 0; lost <= names; lost++) {
      for (Unforced what : bytes ? Unforced.values() : new Unforced[] {Unforced.KEPT}) {
        if (lost > 0 || what != Unforced.KEPT) {
          run(with(script, powerCut(crash, power, lost, what)));
        }
      }
    }
  }

  private static Map<Fired, String> powerCut(Fired crash, Fired power, int names, Unforced bytes) {
    Map<Fired, String> fired = new LinkedHashMap<>();
    fired.put(crash, "");
    fired.put(power, names + " " + bytes);
    return fired;
  }

  private static Script with(Script script, Map<Fired, String> fired) {
    return new Script(script.setting(), script.steps(), fired);
  }

  private Simulation run(Script script) {
    histories++;
    Simulation simulation = new Simulation(script, false);
    try {
      simulation.run();
    } catch (SimulationFailure failure) {
      throw new AssertionError(failure.getMessage() + "\n" + script.text(), failure);
    }
    return simulation;
  }

  private static List<Step> steps(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    for (String line : lines) {
      if (!line.isEmpty()) {
        String who = line.startsWith("device-") ? "" : "device-a ";
        steps.add(Step.parse("+0 " + who + line));
      }
    }
    return steps;
  }

  /** Tries all stories with either device, and says how many points there are. */
  static void tryAll(PrintStream out) {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long points = 0;
    long histories = 0;
    for (Story story : STORIES) {
      CrashPoints crashes = new CrashPoints();
      crashes.tryAll(story, "device-b");
      long there = crashes.points();
      crashes.tryAll(story, "device-a");
      points += crashes.points();
      histories += crashes.histories();
      out.printf(
          "%s: %d points where it arrives, %d where it is done, %d histories%n",
          story.name(), there, crashes.points() - there, crashes.histories());
    }
    out.printf(
        Locale.ROOT,
        "%d points, %d histories, %.1f s of one core%n",
        points,
        histories,
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e9);
  }
}
