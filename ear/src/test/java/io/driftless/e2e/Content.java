package io.driftless.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Makes content that is the same in every run and compresses badly. */
final class Content {

  private Content() {}

  static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** So many files of one size, a hundred to a folder. */
  static void manyFiles(Path folder, int count, int size) throws IOException {
    for (int i = 0; i < count; i++) {
      Path in = Files.createDirectories(folder.resolve("d" + i / 100));
      Files.write(in.resolve("f" + i), random(i, size));
    }
  }
}
