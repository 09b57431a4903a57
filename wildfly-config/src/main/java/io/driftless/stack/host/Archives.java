package io.driftless.stack.host;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Enumeration;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks distributions, keeping the executable bit and links, and never outside the target folder.
 */
public final class Archives {

  private static final int OWNER_EXECUTE = 0100;

  private Archives() {}

  /** Unpacks a zip whose entries all lie under one folder; that folder's name is dropped. */
  public static void unzipStripped(Path zip, Path target) throws IOException {
    Files.createDirectories(target);
    try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
      Enumeration<ZipArchiveEntry> entries = file.getEntries();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
        if (name.isEmpty()) {
          continue;
        }
        Path path = inside(target, name);
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          try (InputStream content = file.getInputStream(entry)) {
            write(content, path, (entry.getUnixMode() & OWNER_EXECUTE) != 0);
          }
        }
      }
    }
  }

  /** Unpacks a tar compressed by xz. */
  public static void untarXz(InputStream archive, Path target) throws IOException {
    Files.createDirectories(target);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        Path path = inside(target, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          inside(target, target.relativize(path.resolveSibling(entry.getLinkName())).toString());
          createParent(path);
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          write(tar, path, (entry.getMode() & OWNER_EXECUTE) != 0);
        }
      }
    }
  }

  private static Path inside(Path target, String name) throws IOException {
    Path path = target.resolve(name).normalize();
    if (!path.startsWith(target.normalize())) {
      throw new IOException("archive entry " + name + " points outside " + target);
    }
    return path;
  }

  private static void write(InputStream content, Path path, boolean executable) throws IOException {
    createParent(path);
    Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
    if (executable && Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static void createParent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }
}
