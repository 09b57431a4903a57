package io.driftless.simulator;

import io.driftless.simulator.Setting.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes the history of a seed: users and faults for a while, calm, and again. Each history leaves
 * out some verbs altogether, since what is rare together with everything else is common without it
 * (Groce et al., Swarm Testing, 2012).
 */
final class Author {

  private static final List<String> NAMES =
      List.of("a.txt", "b.txt", "c.doc", "notes", "d", "e", "plan.md", "z");

  /** Names that some disks can't hold together, or not at all; those in question stand together. */
  private static final List<String> ODD_NAMES =
      List.of(
          "a.txt",
          "A.txt",
          "Plan",
          "plan",
          "PLAN",
          "\u00e9.md",
          "e\u0301.md",
          "\u00c9.md",
          "what?",
          "what",
          "end.",
          "end",
          "con",
          "Con.txt",
          "q" + OddNames.BROUGHT,
          "q)",
          "long-" + "x".repeat(240) + ".txt",
          "long-" + "X".repeat(240) + ".txt",
          "long-" + "x".repeat(200));

  private static final List<Disk> ODD_DISKS =
      List.of(Disk.NTFS, Disk.APFS, Disk.HFS, Disk.FAT, Disk.SHORT);
  private static final int LEFT_OUT_ONE_IN = 6;

  private final Chance chance;
  private final long seed;
  private final List<String> verbs;
  private final List<String> names;
  private int contents;

  private Author(long seed) {
    this.seed = seed;
    this.chance = Chance.of(seed, "author");
    this.verbs = verbs(chance);
    // Few names: users meet each other more often.
    List<String> few = NAMES.subList(0, 2 + chance.below(NAMES.size() - 1));
    this.names = hasOddDisks(seed) ? oddNames(Chance.of(seed, "odd names")) : few;
  }

  /**
   * Whether disks of other systems take part; chance of its own, so that others stay as they are.
   */
  private static boolean hasOddDisks(long seed) {
    return Chance.of(seed, "odd disks").oneIn(3);
  }

  private static List<String> oddNames(Chance by) {
    List<String> names = new ArrayList<>(List.of("z"));
    int from = by.below(ODD_NAMES.size());
    for (int i = 2 + by.below(5); i > 0; i--) {
      names.add(ODD_NAMES.get((from + i) % ODD_NAMES.size()));
    }
    return names;
  }

  private static Disk oddDisk(Chance by, Disk usual) {
    return by.oneIn(3) ? usual : ODD_DISKS.get(by.below(ODD_DISKS.size()));
  }

  /** The history of a seed. */
  static Script write(long seed) {
    return new Author(seed).write();
  }

  /**
   * A short history of a seed: two devices, two to eight things that users or mishaps do, one calm;
   * and more goes wrong by chance than in a long one, so that something does.
   */
  static Script writeShort(long seed) {
    return new Author(seed).brief();
  }

  /** What a user does between two operations of the client. */
  static Step interference(Chance chance, long seed, String who, long occasion) {
    Author author = new Author(seed);
    return author.user(chance, who, 0, "i" + occasion);
  }

  /** By how often each verb is to be used. */
  private static List<String> verbs(Chance chance) {
    List<String> all = new ArrayList<>();
    add(all, chance, "make", 4);
    add(all, chance, "overwrite", 3);
    add(all, chance, "save", 1);
    add(all, chance, "slow", 1);
    add(all, chance, "tick", 1);
    add(all, chance, "mkdir", 2);
    add(all, chance, "move", 2);
    add(all, chance, "swap", 1);
    add(all, chance, "delete", 3);
    add(all, chance, "link", 1);
    add(all, chance, "mode", 1);
    add(all, chance, "touch", 1);
    add(all, chance, "copy", 1);
    return all.isEmpty() ? List.of("make") : all;
  }

  private static void add(List<String> to, Chance chance, String verb, int times) {
    if (!chance.oneIn(LEFT_OUT_ONE_IN)) {
      for (int i = 0; i < times; i++) {
        to.add(verb);
      }
    }
  }

  private Script write() {
    Setting setting = setting();
    List<String> mishaps = mishaps();
    List<Step> steps = new ArrayList<>();
    int phases = 1 + chance.below(3);
    for (int phase = 0; phase < phases; phase++) {
      int actions = 5 + chance.below(60);
      for (int i = 0; i < actions; i++) {
        long after = chance.oneIn(4) ? chance.below(4_000) : chance.below(120);
        steps.add(action(setting, mishaps, after));
      }
      steps.add(Step.of(0, "all", "calm"));
    }
    select(setting, steps);
    return new Script(setting, steps, null);
  }

  /** In some histories users leave folders out and take them back; chance of its own. */
  private void select(Setting setting, List<Step> steps) {
    Chance by = Chance.of(seed, "select");
    for (int times = by.oneIn(3) ? 1 + by.below(6) : 0; times > 0; times--) {
      String who = setting.devices().get(by.below(setting.devices().size()));
      Step step =
          Step.of(by.below(400), who, by.oneIn(3) ? "hold" : "leave", "?" + by.below(1_000));
      steps.add(by.below(steps.size()), step);
    }
  }

  private Script brief() {
    List<Disk> disks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      disks.add(chance.oneIn(4) ? Disk.TICKING : Disk.EXACT);
    }
    int wildness = chance.oneIn(8) ? 0 : chance.oneIn(2) ? 1_000 : 300;
    Setting setting = new Setting(seed, disks, wildness, true);
    List<String> mishaps = mishaps();
    List<Step> steps = new ArrayList<>();
    int actions = 2 + chance.below(7);
    for (int i = 0; i < actions; i++) {
      long after = chance.oneIn(4) ? chance.below(4_000) : chance.below(120);
      steps.add(action(setting, mishaps, after));
    }
    select(setting, steps);
    steps.add(Step.of(0, "all", "calm"));
    return new Script(setting, steps, null);
  }

  private Step action(Setting setting, List<String> mishaps, long after) {
    String who = setting.devices().get(chance.below(setting.devices().size()));
    return chance.oneIn(6) && !mishaps.isEmpty()
        ? mishap(after, who, mishaps.get(chance.below(mishaps.size())))
        : user(chance, who, after, "" + ++contents);
  }

  private Setting setting() {
    int devices = chance.oneIn(6) ? 4 : 2 + chance.below(2);
    List<Disk> disks = new ArrayList<>();
    for (int i = 0; i < devices; i++) {
      disks.add(chance.oneIn(4) ? Disk.TICKING : Disk.EXACT);
    }
    if (hasOddDisks(seed)) {
      Chance by = Chance.of(seed, "which disks");
      disks.replaceAll(usual -> oddDisk(by, usual));
    }
    int wildness = chance.oneIn(8) ? 0 : chance.oneIn(4) ? 300 : 100;
    return new Setting(seed, disks, wildness, true);
  }

  private List<String> mishaps() {
    List<String> all = new ArrayList<>();
    add(all, chance, "cut", 2);
    add(all, chance, "back", 2);
    add(all, chance, "kill", 1);
    add(all, chance, "power", 1);
    add(all, chance, "full", 1);
    add(all, chance, "roomy", 1);
    add(all, chance, "rescan", 1);
    if (chance.oneIn(3)) {
      add(all, chance, "jump", 1);
    }
    if (chance.oneIn(3)) {
      add(all, chance, "backup", 1);
      add(all, chance, "restore", 1);
    }
    if (chance.oneIn(4)) {
      add(all, chance, "forget", 1);
    }
    return all;
  }

  private Step mishap(long after, String who, String verb) {
    return switch (verb) {
      case "jump" -> Step.of(after, who, verb, "" + (chance.below(7_200_000) - 3_600_000L));
      case "backup", "restore" -> Step.of(after, "server", verb);
      default -> Step.of(after, who, verb);
    };
  }

  private Step user(Chance by, String who, long after, String label) {
    String verb = verbs.get(by.below(verbs.size()));
    Supplier<String> file = () -> "?f" + by.below(1_000);
    Supplier<String> any = () -> "?a" + by.below(1_000);
    Supplier<String> place = () -> "?p" + by.below(1_000) + "/" + names.get(by.below(names.size()));
    return switch (verb) {
      case "make" ->
          by.oneIn(12)
              ? Step.of(after, who, verb, place.get(), "-")
              : by.oneIn(10)
                  ? Step.of(after, who, verb, place.get(), content(by, label), "x")
                  : Step.of(after, who, verb, place.get(), content(by, label));
      case "overwrite", "tick" -> Step.of(after, who, verb, file.get(), content(by, label));
      case "save" -> Step.of(after, who, verb, file.get(), content(by, label), "" + by.below(80));
      case "slow" ->
          Step.of(
              after,
              who,
              verb,
              file.get(),
              content(by, label),
              content(by, label + "b"),
              "" + by.below(4_000));
      case "mkdir" -> Step.of(after, who, verb, place.get());
      case "move" -> Step.of(after, who, verb, any.get(), place.get());
      case "swap" -> Step.of(after, who, verb, any.get(), any.get());
      case "delete" -> Step.of(after, who, verb, by.oneIn(3) ? any.get() : file.get());
      case "link" -> Step.of(after, who, verb, place.get(), label);
      case "mode" -> Step.of(after, who, verb, file.get());
      case "touch" -> Step.of(after, who, verb, file.get(), "" + by.below(1_000_000));
      case "copy" -> Step.of(after, who, verb, file.get(), place.get());
      default -> throw new IllegalStateException("No such verb: " + verb);
    };
  }

  /** A label, and how many bytes follow; or a large content that shares most of its bytes. */
  private static String content(Chance by, String label) {
    if (by.oneIn(40)) {
      int length = 150_000 + by.below(150_000);
      return "%s*%d,%d,%d".formatted(label, by.below(5), length, by.oneIn(2) ? 0 : length / 2);
    }
    return label + "+" + (by.oneIn(30) ? 0 : by.below(60));
  }
}
