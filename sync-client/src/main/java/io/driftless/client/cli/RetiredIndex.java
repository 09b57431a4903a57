package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts the internal database of a former device aside. What it notes of commits in flight belongs
 * to that device's id; the new device starts by comparing its folders with the server, which
 * deletes nothing and copies nothing that is equal.
 */
final class RetiredIndex {

  private RetiredIndex() {}

  static void retire(DeviceHome home) throws IOException {
    for (String suffix : new String[] {"-wal", "-shm", ""}) {
      Path file = home.database().resolveSibling(home.database().getFileName() + suffix);
      if (Files.exists(file)) {
        Files.move(
            file,
            file.resolveSibling("retired-" + file.getFileName()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
