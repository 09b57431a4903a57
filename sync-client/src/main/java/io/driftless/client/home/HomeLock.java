package io.driftless.client.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file that the system frees when the process that holds it ends, however it ends. One
 * keeps a second client from a state folder, one from a synced folder (that of a copied state
 * folder), and one makes two commands that change the list of folders wait for each other.
 */
public final class HomeLock implements AutoCloseable {

  private static final String ROOT_LOCK = RootMarker.PRIVATE_FOLDER + "/lock";

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of the one client that syncs a home.
   *
   * @throws HomeException code {@code already-running} when another client holds it
   */
  public static HomeLock take(DeviceHome home) throws HomeException {
    HomeLock lock = tryTake(home.lock());
    if (lock == null) {
      throw new HomeException(
          "already-running",
          "Another driftless already syncs the state folder %s. Stop it first, or choose"
                  .formatted(home.path())
              + " another one with "
              + DeviceHome.VARIABLE
              + ".");
    }
    return lock;
  }

  /**
   * Takes the lock of the one client that syncs a folder.
   *
   * @throws HomeException code {@code root-in-use} when another client holds it
   */
  public static HomeLock takeRoot(Path root) throws HomeException {
    HomeLock lock = tryTake(root.resolve(ROOT_LOCK));
    if (lock == null) {
      throw new HomeException(
          "root-in-use",
          "Another driftless, with another state folder, syncs %s right now. Stop it first: two on"
                  .formatted(root)
              + " one folder would work against each other.");
    }
    return lock;
  }

  /** Waits for the right to change what is linked and set in a home. */
  public static HomeLock takeEdit(DeviceHome home) throws HomeException {
    Path file = home.editLock();
    try {
      FileChannel channel = open(file);
      channel.lock();
      return new HomeLock(channel);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static @Nullable HomeLock tryTake(Path file) throws HomeException {
    try {
      FileChannel channel = open(file);
      if (tryLock(channel) == null) {
        channel.close();
        return null;
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static HomeException unusable(Path file, IOException e) {
    return new HomeException(
        "home-unusable", "The lock %s can't be taken: %s.".formatted(file, DeviceHome.reason(e)));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The lock can't be given back", e);
    }
  }
}
