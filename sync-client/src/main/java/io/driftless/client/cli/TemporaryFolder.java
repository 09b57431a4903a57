package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where libraries put what they unpack: {@code tmp/PROCESS} in the device's home. What a client
 * that was killed left there goes at the next start.
 */
final class TemporaryFolder {

  /** The system property that keeps the system's own temp folder. */
  static final String SYSTEM_PROPERTY = "driftless.system.temporary";

  private static final String JAVA_PROPERTY = "java.io.tmpdir";

  private TemporaryFolder() {}

  /** Has this process use it; before anything is unpacked. */
  static void use(DeviceHome home) throws IOException {
    Path all = Files.createDirectories(home.path().resolve("tmp"));
    clean(all);
    Path own = Files.createDirectories(all.resolve(Long.toString(ProcessHandle.current().pid())));
    System.setProperty(SYSTEM_PROPERTY, System.getProperty(JAVA_PROPERTY));
    System.setProperty(JAVA_PROPERTY, own.toString());
    System.setProperty("org.sqlite.tmpdir", own.toString());
  }

  /** Removes what processes left that are no more. */
  static void clean(Path all) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        if (isOfNobody(String.valueOf(folder.getFileName()))) {
          delete(folder);
        }
      }
    }
  }

  private static boolean isOfNobody(String process) {
    try {
      return ProcessHandle.of(Long.parseLong(process)).isEmpty();
    } catch (NumberFormatException e) {
      return true; // none that the client made
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
    logger().debug("{} was left by a client that was killed", folder);
  }

  /** Not before the log's folder is set. */
  private static Logger logger() {
    return LoggerFactory.getLogger(TemporaryFolder.class);
  }
}
