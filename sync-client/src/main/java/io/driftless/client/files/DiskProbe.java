package io.driftless.client.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.concurrent.TimeUnit;

/**
 * Finds out what a file system can tell and hold, by trying it in the client's own folder: what a
 * mount is called says little, since the same one holds this or that by its options.
 */
public final class DiskProbe {

  /** An odd second, and a fraction that no coarse clock keeps. */
  private static final long TIME_NANOS = 1_000_000_001_987_654_321L;

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int LONGEST = 255;
  private static final int SHORTEST = 32;
  private static final String NAME = "probe";
  private static final String COMPOSED = "prob\u00e9";
  private static final String DECOMPOSED = "probe\u0301";

  private final LocalFiles files;

  private DiskProbe(LocalFiles files) {
    this.files = files;
  }

  /**
   * What the disk of these files is like; the client's own folder must be there.
   *
   * @throws IOException when not even an ordinary file can be made
   */
  public static FileSystemTraits of(LocalFiles files) throws IOException {
    return new DiskProbe(files).probe();
  }

  private FileSystemTraits probe() throws IOException {
    if (files.stat(PrivateFolder.TEMPORARY) == null) {
      files.makeFolder(PrivateFolder.TEMPORARY);
    }
    RelPath file = at(NAME);
    files.removePrivate(file); // of a run that was killed here
    files.write(file).close();
    try {
      boolean bit = keepsBit(file);
      long tickNanos = tick(file);
      boolean foldsCase = files.stat(at("PROBE")) != null;
      boolean windows = !holds("probe?") || !holds("probe.");
      return new FileSystemTraits(
          tickNanos,
          FileSystemTraits.LINUX.stableKeys(),
          holdsLinks(),
          bit,
          names(foldsCase, windows));
    } finally {
      files.removePrivate(file);
    }
  }

  private HeldNames names(boolean foldsCase, boolean windows) throws IOException {
    boolean folds = false;
    boolean decomposes = false;
    try {
      RelPath composed = at(COMPOSED);
      files.removePrivate(composed);
      files.write(composed).close();
      folds = files.stat(at(DECOMPOSED)) != null;
      decomposes = files.names(PrivateFolder.TEMPORARY).contains(DECOMPOSED);
      files.removePrivate(composed);
    } catch (FileSystemException | InvalidPathException e) {
      folds = false; // it holds ASCII only, or this process speaks nothing else
    }
    return new HeldNames(foldsCase, folds, decomposes, windows, longest());
  }

  private boolean keepsBit(RelPath file) throws IOException {
    files.dress(file, null, true, TIME_NANOS);
    FileStamp with = files.stat(file);
    files.dress(file, null, false, TIME_NANOS);
    FileStamp without = files.stat(file);
    return with != null && with.executable() && without != null && !without.executable();
  }

  private long tick(RelPath file) throws IOException {
    FileStamp stamp = files.stat(file);
    long kept = stamp == null ? TIME_NANOS : stamp.modifiedNanos();
    long usual = FileSystemTraits.LINUX.granularityNanos();
    if (Math.abs(TIME_NANOS - kept) < usual) {
      return usual;
    }
    return kept % (2 * SECOND_NANOS) == 0 ? 2 * SECOND_NANOS : SECOND_NANOS;
  }

  private boolean holdsLinks() throws IOException {
    RelPath link = at("probe-link");
    files.removePrivate(link);
    try {
      files.makeLink(link, NAME);
      files.removePrivate(link);
      return true;
    } catch (FileSystemException | UnsupportedOperationException e) {
      return false;
    }
  }

  private int longest() throws IOException {
    if (holds("p".repeat(LONGEST))) {
      return LONGEST;
    }
    int held = SHORTEST;
    int refused = LONGEST;
    while (refused - held > 1) {
      int length = (held + refused) / 2;
      if (holds("p".repeat(length))) {
        held = length;
      } else {
        refused = length;
      }
    }
    return held;
  }

  /** Whether a file can have this name, and then really has it. */
  private boolean holds(String name) throws IOException {
    try {
      files.removePrivate(at(name));
      files.write(at(name)).close();
      boolean there = files.names(PrivateFolder.TEMPORARY).contains(name);
      files.removePrivate(at(name));
      return there;
    } catch (FileSystemException | InvalidPathException e) {
      return false;
    }
  }

  private static RelPath at(String name) {
    return PrivateFolder.TEMPORARY.child(name);
  }
}
