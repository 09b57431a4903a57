package io.driftless.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/** Makes content that is the same in every run and compresses badly. */
final class Content {

  private Content() {}

  static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Removes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** So many files of one size, a hundred to a folder. */
  static void manyFiles(Path folder, int count, int size) throws IOException {
    for (int i = 0; i < count; i++) {
      Path in = Files.createDirectories(folder.resolve("d" + i / 100));
      Files.write(in.resolve("f" + i), random(i, size));
    }
  }
}
