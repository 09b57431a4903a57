package io.driftless.client.control;

import io.driftless.client.home.DeviceHome;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where the control socket is: in the home, which is its owner's alone; or, where that path is too
 * long for a socket, in a folder of its owner's in the system's temp folder.
 */
final class ControlPath {

  private static final String NAME = "control.sock";

  /** The most bytes that a system takes for the path of such a socket, less some to spare. */
  private static final int LONGEST = 90;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private ControlPath() {}

  static Path of(DeviceHome home) {
    Path own = home.path().resolve(NAME);
    byte[] name = own.toString().getBytes(StandardCharsets.UTF_8);
    return name.length <= LONGEST ? own : elsewhere(name).resolve(NAME);
  }

  private static Path elsewhere(byte[] name) {
    return Path.of(
        System.getProperty("driftless.system.temporary", System.getProperty("java.io.tmpdir")),
        "driftless-" + Sha256.digest(name).hex().substring(0, 16));
  }

  /** Makes sure that nobody else can have put the folder, or a socket in it, there. */
  static void guard(DeviceHome home, Path socket) throws IOException {
    Path folder = socket.getParent();
    if (folder == null || folder.equals(home.path())) {
      return;
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      PosixFileAttributes there =
          Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!there.isDirectory()
          || !there.owner().equals(Files.getOwner(home.path()))
          || !there.permissions().equals(OWNER_ONLY)) {
        throw new IOException(
            "%s is there already and not yours alone. Remove it, or choose a shorter path with %s"
                .formatted(folder, DeviceHome.VARIABLE),
            e);
      }
    }
  }
}
