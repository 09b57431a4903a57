package io.driftless.client.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which files other processes have open to write, by what {@code /proc} tells (proc(5)): each open
 * file of a process is a link in {@code /proc/PID/fd} that leads to the file itself, whatever its
 * name by now, and {@code /proc/PID/fdinfo} has the flags that it was opened with. Of processes of
 * other users nothing is told. A file that is only mapped into memory, with no descriptor left, is
 * not seen.
 */
final class OpenFiles {

  private static final Path PROC = Path.of("/proc");
  private static final Pattern FLAGS = Pattern.compile("flags:\\s*([0-7]+)");
  private static final int ACCESS_MODE = 3;

  /** A file, whatever its name. */
  private record Key(long device, long inode) {}

  private OpenFiles() {}

  /** Those of the files that another process has open to write; what can't be told is not. */
  static Set<RelPath> among(Collection<RelPath> files, DeepPaths paths) throws IOException {
    Map<Key, RelPath> wanted = new HashMap<>();
    for (RelPath file : files) {
      Key key = key(paths.resolve(file), LinkOption.NOFOLLOW_LINKS);
      if (key != null) {
        wanted.put(key, file);
      }
    }
    Set<RelPath> open = new HashSet<>();
    String own = Long.toString(ProcessHandle.current().pid());
    if (!wanted.isEmpty() && Files.isDirectory(PROC)) {
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
        for (Path process : processes) {
          if (!process.endsWith(own)) {
            addOpen(process, wanted, open);
          }
        }
      }
    }
    return open;
  }

  /** What file a path leads to; null when that can't be told, mostly since it is gone. */
  private static @Nullable Key key(Path file, LinkOption... options) {
    try {
      Map<String, Object> found = Files.readAttributes(file, "unix:dev,ino", options);
      return new Key(number(found, "dev"), number(found, "ino"));
    } catch (IOException e) {
      return null;
    }
  }

  private static long number(Map<String, Object> found, String attribute) {
    return ((Number) Objects.requireNonNull(found.get(attribute))).longValue();
  }

  private static void addOpen(Path process, Map<Key, RelPath> wanted, Set<RelPath> open) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        Key key = key(descriptor);
        RelPath file = key == null ? null : wanted.get(key);
        if (file != null && !open.contains(file) && writes(process, descriptor)) {
          open.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return; // another user's, or it has ended
    }
  }

  /** Whether a descriptor may write; one that does not tell may. */
  private static boolean writes(Path process, Path descriptor) {
    Path info = process.resolve("fdinfo").resolve(descriptor.getFileName());
    try {
      Matcher flags = FLAGS.matcher(Files.readString(info, StandardCharsets.US_ASCII));
      return !flags.find() || (Integer.parseUnsignedInt(flags.group(1), 8) & ACCESS_MODE) != 0;
    } catch (NoSuchFileException e) {
      return false; // closed meanwhile
    } catch (IOException e) {
      return true;
    }
  }
}
