package io.driftless.client.daemon;

import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.RootMarker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a linked folder is really there. */
final class PresentFolder {

  private PresentFolder() {}

  /**
   * The folder, with its marker in it.
   *
   * @throws HomeException when it is gone, another one, or can't be written to
   */
  static Path check(LinkedFolder folder) throws HomeException, IOException {
    Path path = folder.path();
    if (!Files.isDirectory(path)) {
      throw new HomeException(
          "root-missing",
          "The synced folder %s is gone. If it is on another disk, connect that; nothing was deleted"
                  .formatted(path)
              + " elsewhere. To sync it no more: driftless unlink '%s'".formatted(path));
    }
    RootMarker marker = RootMarker.read(path);
    if (marker == null) {
      throw new HomeException(
          "root-missing",
          "%s is not the folder that was linked: its marker %s is missing. If the folder is on"
                  .formatted(path, RootMarker.PATH)
              + " another disk, connect that; nothing was deleted elsewhere.");
    }
    if (!marker.workspace().equals(folder.workspace())) {
      throw new HomeException(
          "root-other", path + " is linked with another workspace by another device.");
    }
    if (!Files.isWritable(path)) {
      throw new HomeException(
          "not-writable", "You may not write to " + path + ". Change its rights.");
    }
    return path;
  }

  /** Whether the folder is there, with its marker in it. */
  static boolean isThere(LinkedFolder folder) throws IOException {
    try {
      check(folder);
      return true;
    } catch (HomeException e) {
      return false;
    }
  }

  /** Whether a path below the root is the client's own. */
  static boolean isPrivate(Path relative) {
    return relative.startsWith(RootMarker.PRIVATE_FOLDER);
  }
}
