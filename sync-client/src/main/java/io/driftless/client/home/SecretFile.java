package io.driftless.client.home;

import io.driftless.protocol.codec.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small JSON file that only its owner may read (mode 0600 from its first moment). Replaced as a
 * whole: after a crash it holds the old or the new content; once {@link #write} returned, the new.
 *
 * @param <T> a record
 */
public final class SecretFile<T> {

  private final Path path;
  private final Class<T> type;

  public SecretFile(Path path, Class<T> type) {
    this.path = path;
    this.type = type;
  }

  /** The content; null when there is no such file. */
  public @Nullable T read() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return null;
    }
    return Codec.json().readValue(bytes, type);
  }

  /** Puts new content in place and forces it to disk. */
  public void write(T content) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    byte[] bytes = Codec.json().writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel file = FileChannel.open(fresh, options, ownerOnly())) {
      for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
        file.write(left);
      }
      file.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  /** Without it a power cut may bring the old content back. */
  private void forceFolder() throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && isPosix()) {
      try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
        opened.force(true);
      }
    }
  }

  /** Removes the file, if it is there. */
  public void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  private FileAttribute<?>[] ownerOnly() {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
