package io.driftless.stack.demo;

import io.driftless.stack.StackException;
import io.driftless.stack.demo.DemoDevice.Transferred;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures with two real devices what people notice: how soon a saved file is on the other device,
 * how long many small files and a large one take, and what an inserted byte costs. Works in a new
 * folder inside the synced ones and removes it at the end.
 */
public final class Measure {

  private static final int SAVES = 20;
  private static final int SAVED_BYTES = 10 << 10;
  private static final int BLOCK = 1 << 20;
  private static final int FILES_IN_FOLDER = 100;

  /**
   * How much to measure with.
   *
   * @param files how many small files
   * @param fileBytes the size of each
   * @param largeBytes the size of the large file
   */
  public record Load(int files, int fileBytes, long largeBytes) {}

  /**
   * What was measured.
   *
   * @param savedMillis from a save of 10 KiB to the same content on the other device: the median
   * @param savedWorstMillis the longest of 20
   * @param filesSeconds from the first small file's making to the last one's arrival
   * @param largeSeconds from the end of writing the large file to its arrival
   * @param insertedSeconds the same after a byte was inserted at its front
   * @param insertedUploadBytes what went up for that byte
   * @param insertedDownloadBytes what came down for it
   */
  public record Figures(
      Load load,
      double savedMillis,
      double savedWorstMillis,
      double filesSeconds,
      double largeSeconds,
      double insertedSeconds,
      long insertedUploadBytes,
      long insertedDownloadBytes) {}

  private final DevicePair pair;
  private final Load load;
  private final Consumer<String> progress;
  private final Random random = new Random();
  private Path here;
  private Path there;

  /** Measures with these devices; says what it does as it goes. */
  public Measure(DevicePair pair, Load load, Consumer<String> progress) {
    this.pair = pair;
    this.load = load;
    this.progress = progress;
    this.here = pair.laptop().folder();
    this.there = pair.desktop().folder();
  }

  /**
   * Enrols the devices, starts them, measures, and cleans up; both must hold the same at the end.
   */
  public Figures run() throws IOException, InterruptedException, StackException {
    progress.accept("two devices of ada sign in");
    pair.begin(device -> {});
    here = Files.createTempDirectory(pair.laptop().folder(), "measured-");
    there = pair.desktop().folder().resolve(here.getFileName());
    pair.await("the folder", () -> Files.isDirectory(there));
    double[] saves = saves();
    double files = smallFiles();
    double large = largeFile();
    pair.await("both devices to agree", pair::agree);
    Transferred up = pair.laptop().transferred();
    Transferred down = pair.desktop().transferred();
    double inserted = insert();
    pair.await("both devices to agree", pair::agree);
    Figures figures =
        new Figures(
            load,
            saves[saves.length / 2],
            saves[saves.length - 1],
            files,
            large,
            inserted,
            pair.laptop().transferred().since(up).uploaded(),
            pair.desktop().transferred().since(down).downloaded());
    remove();
    return figures;
  }

  private double[] saves() throws IOException, InterruptedException, StackException {
    progress.accept(SAVES + " saves of a file of 10 KiB");
    double[] millis = new double[SAVES];
    for (int i = 0; i < SAVES; i++) {
      byte[] content = content(SAVED_BYTES);
      Path file = here.resolve("saved");
      long start = System.nanoTime();
      Files.write(file, content);
      Path copy = there.resolve("saved");
      pair.await("a saved file", () -> Files.exists(copy) && Arrays.equals(content, readAll(copy)));
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis;
  }

  /** It is replaced in one step, but there may be a moment between look and read. */
  private static byte[] readAll(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private double smallFiles() throws IOException, InterruptedException, StackException {
    progress.accept("%,d files of %,d bytes".formatted(load.files(), load.fileBytes()));
    long start = System.nanoTime();
    for (int i = 0; i < load.files(); i++) {
      Path folder = here.resolve("files/" + i / FILES_IN_FOLDER);
      if (i % FILES_IN_FOLDER == 0) {
        Files.createDirectories(folder);
      }
      Files.write(folder.resolve("file-" + i), content(load.fileBytes()));
    }
    int folders = (load.files() + FILES_IN_FOLDER - 1) / FILES_IN_FOLDER;
    for (int i = 0; i < folders; i++) {
      Path folder = there.resolve("files/" + i);
      long expected = Math.min(FILES_IN_FOLDER, load.files() - (long) i * FILES_IN_FOLDER);
      pair.await("small files", () -> Files.isDirectory(folder) && count(folder) == expected);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  private double largeFile() throws IOException, InterruptedException, StackException {
    progress.accept("a new file of %,d bytes".formatted(load.largeBytes()));
    Path aside = pair.laptop().folder().resolveSibling("large-" + here.getFileName());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside))) {
      for (long left = load.largeBytes(); left > 0; left -= BLOCK) {
        out.write(content((int) Math.min(BLOCK, left)));
      }
    }
    return appears(aside, load.largeBytes());
  }

  private double insert() throws IOException, InterruptedException, StackException {
    progress.accept("one byte inserted at its front");
    Path aside = pair.laptop().folder().resolveSibling("large-" + here.getFileName());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside))) {
      out.write('!');
      Files.copy(here.resolve("large"), out);
    }
    return appears(aside, load.largeBytes() + 1);
  }

  /** Takes its name whole, as programs save; answers how long it took to be on the other device. */
  private double appears(Path written, long size)
      throws IOException, InterruptedException, StackException {
    long start = System.nanoTime();
    Files.move(written, here.resolve("large"), StandardCopyOption.ATOMIC_MOVE);
    Path copy = there.resolve("large");
    pair.await("the large file", () -> Files.exists(copy) && Files.size(copy) == size);
    return (System.nanoTime() - start) / 1e9;
  }

  private byte[] content(int bytes) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    return content;
  }

  private void remove() throws IOException, InterruptedException, StackException {
    progress.accept("cleaning up");
    try (Stream<Path> all = Files.walk(here)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    pair.await(
        "the deletes",
        () -> {
          pair.laptop().releaseHeld();
          return !Files.exists(there);
        });
  }
}
