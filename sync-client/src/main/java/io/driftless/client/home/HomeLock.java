package io.driftless.client.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one client that syncs a home; the system frees it when that process ends, however it
 * ends.
 */
public final class HomeLock implements AutoCloseable {

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws HomeException code {@code already-running} when another client holds it
   */
  public static HomeLock take(DeviceHome home) throws HomeException {
    try {
      FileChannel channel =
          FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new HomeException(
            "already-running",
            "Another driftless already syncs the state folder %s. Stop it first, or choose"
                    .formatted(home.path())
                + " another one with "
                + DeviceHome.VARIABLE
                + ".");
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new HomeException(
          "home-unusable",
          "The lock in %s can't be taken: %s.".formatted(home.path(), DeviceHome.reason(e)));
    }
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
      throw new java.io.UncheckedIOException("The lock can't be given back", e);
    }
  }
}
