package io.driftless.stack.tool;

import io.driftless.stack.host.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cache: {@code $DRIFTLESS_CACHE}, else {@code $XDG_CACHE_HOME/driftless}, else {@code
 * ~/.cache/driftless}. Each tool has a folder of its own, named by what it was made of; only the
 * marker file, written last, makes it count. Safe against others who install the same at the same
 * time, in this process or another.
 */
public final class Toolbox {

  private static final String MARKER = ".complete";

  /** A file lock holds against other processes only; this one against other threads. */
  private static final Map<Path, Object> IN_PROCESS = new ConcurrentHashMap<>();

  private final Path cache;

  /** A toolbox in the given folder. */
  public Toolbox(Path cache) {
    this.cache = cache.toAbsolutePath();
  }

  /** The machine's toolbox. */
  public static Toolbox ofMachine() {
    String own = System.getenv("DRIFTLESS_CACHE");
    if (own != null && !own.isEmpty()) {
      return new Toolbox(Path.of(own));
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg != null && !xdg.isEmpty()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return new Toolbox(caches.resolve("driftless"));
  }

  /** Fills an empty folder. */
  @FunctionalInterface
  public interface Installer {
    /** Called at most once at a time for each tool; a failure leaves the tool uninstalled. */
    void install(Path folder) throws IOException, InterruptedException;
  }

  /** The folder of a tool, installed first if it is not there yet. */
  public Path tool(String name, Installer installer) throws IOException, InterruptedException {
    Path folder = cache.resolve(name);
    if (Files.exists(folder.resolve(MARKER))) {
      return folder;
    }
    Files.createDirectories(cache);
    synchronized (IN_PROCESS.computeIfAbsent(folder, key -> new Object())) {
      try (FileChannel channel =
              FileChannel.open(
                  cache.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.exists(folder.resolve(MARKER))) {
          Trees.delete(folder);
          Files.createDirectories(folder);
          installer.install(folder);
          Files.createFile(folder.resolve(MARKER));
        }
      }
    }
    return folder;
  }
}
