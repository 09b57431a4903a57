package io.driftless.stack.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * libaio, which the broker's journal needs to write without waiting: twice the commits a second.
 * Taken from the system if it is there; else fetched as a Debian package, unpacked beside the other
 * tools and never installed; else the broker does without.
 */
public final class AsynchronousIo {

  private static final String LIBRARY = "libaio.so.1";
  private static final String RENAMED = "libaio.so.1t64";

  private AsynchronousIo() {}

  /** Whether the system's loader finds it by itself. */
  public static boolean onSystem() {
    return Stream.of("/lib", "/usr/lib", "/lib64", "/usr/lib64")
        .flatMap(folder -> Stream.of(folder, folder + "/" + triplet()))
        .anyMatch(folder -> Files.exists(Path.of(folder, LIBRARY)));
  }

  /**
   * A folder to put on the loader's path; empty if the system has the library, or none can be had.
   */
  public static Optional<Path> library() throws InterruptedException {
    if (onSystem() || !Commands.succeeds("sh", "-c", "command -v apt-get dpkg-deb")) {
      return Optional.empty();
    }
    try {
      Path folder = Toolbox.ofMachine().tool("libaio-1", AsynchronousIo::fetch);
      return Optional.of(folder.resolve("lib"));
    } catch (IOException offline) {
      return Optional.empty();
    }
  }

  private static void fetch(Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve("apt.log");
    try {
      Commands.run(folder, log, List.of("apt-get", "download", "libaio1"), Map.of());
    } catch (IOException newerSystem) {
      Commands.run(folder, log, List.of("apt-get", "download", "libaio1t64"), Map.of());
    }
    Commands.run(folder, log, List.of("sh", "-c", "dpkg-deb -x libaio1*.deb ."), Map.of());
    Path lib = Files.createDirectories(folder.resolve("lib"));
    try (Stream<Path> files = Files.walk(folder)) {
      Path found =
          files
              .filter(file -> file.endsWith(LIBRARY) || file.endsWith(RENAMED))
              .findFirst()
              .orElseThrow(() -> new IOException("the package has no " + LIBRARY));
      Files.createSymbolicLink(lib.resolve(LIBRARY), lib.relativize(found));
    }
  }

  private static String triplet() {
    return System.getProperty("os.arch").equals("aarch64")
        ? "aarch64-linux-gnu"
        : "x86_64-linux-gnu";
  }
}
