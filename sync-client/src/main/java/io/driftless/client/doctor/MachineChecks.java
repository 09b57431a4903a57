package io.driftless.client.doctor;

import io.driftless.client.home.DeviceHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks of the machine and of the state folder. */
public final class MachineChecks {

  private static final int LEAST_JAVA = 17;
  private static final long LITTLE_ROOM_BYTES = 200L << 20;

  private MachineChecks() {}

  /** Java, the encoding of names, and the state folder. */
  public static List<Finding> of(DeviceHome home) throws IOException {
    List<Finding> found = new ArrayList<>();
    found.add(java());
    found.add(encoding());
    found.add(secrets(home));
    found.add(room("home-room", home.path(), LITTLE_ROOM_BYTES));
    return found;
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    String words = "Java %s of %s".formatted(Runtime.version(), System.getProperty("java.vendor"));
    return version >= LEAST_JAVA
        ? Finding.ok("java", words)
        : Finding.failed("java", words, "Install Java 17 or later.");
  }

  private static Finding encoding() {
    String names = System.getProperty("sun.jnu.encoding", "");
    return names.equalsIgnoreCase(StandardCharsets.UTF_8.name())
        ? Finding.ok("file-names", "File names are read as UTF-8.")
        : Finding.failed(
            "file-names",
            "File names are read as %s; most others can't be read then.".formatted(names),
            "Set the locale to one with UTF-8, such as LC_ALL=C.UTF-8.");
  }

  private static Finding secrets(DeviceHome home) throws IOException {
    for (Path file : List.of(home.path().resolve("device.json"), home.signOn())) {
      if (Files.exists(file)) {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (rights.contains(PosixFilePermission.GROUP_READ)
            || rights.contains(PosixFilePermission.OTHERS_READ)) {
          return Finding.failed(
              "secrets",
              "Others may read the secret in %s.".formatted(file),
              "chmod 600 '%s'; then log in again, since it may be known.".formatted(file));
        }
      }
    }
    return Finding.ok("secrets", "Nobody else may read the secrets in %s.".formatted(home.path()));
  }

  /** Whether there is room where a path is. */
  static Finding room(String check, Path path, long little) throws IOException {
    long free = Files.getFileStore(path).getUsableSpace();
    String words = "%d MiB are free for %s.".formatted(free >> 20, path);
    return free >= little
        ? Finding.ok(check, words)
        : Finding.failed(check, words, "Make room; files that don't fit wait until then.");
  }
}
