package io.driftless.simulator;

import io.driftless.client.engine.EngineSettings;
import io.driftless.client.files.FileSystemTraits;
import io.driftless.client.files.HeldNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who takes part in a history.
 *
 * @param seed of all chance
 * @param disks the kind of each device's disk
 * @param wildness in percent of the usual rate of what goes wrong by chance
 * @param jitter whether jobs and messages take times of their own
 */
record Setting(long seed, List<Disk> disks, int wildness, boolean jitter) {

  /** A kind of disk. */
  @SuppressWarnings("ImmutableEnumChecker") // a record of flags and a number
  enum Disk {
    /** As on Linux, with ticks of a millisecond. */
    EXACT(1_000_000, HeldNames.EXACT),
    /** As on Linux with an older kernel's clock: ticks of 10 milliseconds. */
    TICKING(10_000_000, HeldNames.EXACT),
    /** As on Windows: case is kept but does not tell apart, and some names are refused. */
    NTFS(1_000_000, new HeldNames(true, false, false, true, 255)),
    /** As on a Mac: neither case nor normal form tells apart, both are kept. */
    APFS(1_000_000, new HeldNames(true, true, false, false, 255)),
    /** As on an older Mac: names become decomposed, and ticks have a second. */
    HFS(1_000_000_000, new HeldNames(true, true, true, false, 255)),
    /** A memory stick: names as on Windows, ticks of two seconds, no executable bit, no links. */
    FAT(2_000_000_000, new HeldNames(true, false, false, true, 255)),
    /** As on Linux, with names of at most 143 bytes, as where they are encrypted. */
    SHORT(1_000_000, new HeldNames(false, false, false, false, 143));

    private final long granularityNanos;
    private final HeldNames names;

    Disk(long granularityNanos, HeldNames names) {
      this.granularityNanos = granularityNanos;
      this.names = names;
    }

    FileSystemTraits traits() {
      return new FileSystemTraits(granularityNanos, true, this != FAT, this != FAT, names);
    }
  }

  Setting {
    disks = List.copyOf(disks);
  }

  /** The names of the devices. */
  List<String> devices() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < disks.size(); i++) {
      names.add("device-" + (char) ('a' + i));
    }
    return names;
  }

  /** How many packs may wait for the commit of their files: in some histories none. */
  int packsAhead() {
    return seed % 9 == 5 ? 0 : EngineSettings.DEFAULT_PACKS_AHEAD;
  }

  Setting with(List<Disk> others) {
    return new Setting(seed, others, wildness, jitter);
  }

  Setting steady() {
    return new Setting(seed, disks, wildness, false);
  }

  /** The first line of a script. */
  String text() {
    return "history seed=%d disks=%s wildness=%d jitter=%s"
        .formatted(
            seed, String.join(",", disks.stream().map(Disk::name).toList()), wildness, jitter);
  }

  static Setting parse(String line) {
    String[] parts = line.split("[ =]", -1);
    return new Setting(
        Long.parseLong(parts[2]),
        Arrays.stream(parts[4].split(",", -1)).map(Disk::valueOf).toList(),
        Integer.parseInt(parts[6]),
        Boolean.parseBoolean(parts[8]));
  }
}
