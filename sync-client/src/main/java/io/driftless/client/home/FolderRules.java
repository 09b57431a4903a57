package io.driftless.client.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which folder may be linked: an existing, writable one that no other sync touches. */
public final class FolderRules {

  private final DeviceHome home;
  private final List<LinkedFolder> linked;

  public FolderRules(DeviceHome home, LinkedFolders linked) {
    this.home = home;
    this.linked = linked.folders();
  }

  /**
   * The folder's real path, when it may be linked.
   *
   * @throws HomeException with one of the codes {@code folder-missing}, {@code not-a-folder},
   *     {@code not-writable}, {@code already-linked}, {@code inside-synced-folder}, {@code
   *     contains-synced-folder}, {@code folder-meets-home}, {@code folder-unusable}
   */
  public Path check(Path folder) throws HomeException {
    if (!Files.exists(folder)) {
      throw new HomeException(
          "folder-missing",
          "There is no folder %s. Make it first: mkdir -p '%s'".formatted(folder, folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new HomeException(
          "not-a-folder", "%s is no folder. Choose a folder to sync.".formatted(folder));
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      throw new HomeException(
          "not-readable",
          "You may not read %s. Choose another folder, or change its rights.".formatted(folder));
    }
    if (!Files.isWritable(folder)) {
      throw new HomeException(
          "not-writable",
          "You may not write to %s. Choose another folder, or change its rights."
              .formatted(folder));
    }
    try {
      Path real = DeviceHome.real(folder);
      checkHome(real);
      checkLinked(real);
      checkMarkers(real);
      return real;
    } catch (IOException e) {
      throw new HomeException(
          "folder-unusable", "%s can't be used: %s.".formatted(folder, DeviceHome.reason(e)));
    }
  }

  private void checkHome(Path real) throws HomeException {
    if (home.meets(real)) {
      throw new HomeException(
          "folder-meets-home",
          "%s and the client's own state folder %s lie in each other. Choose another folder, or"
                  .formatted(real, home.path())
              + " another state folder with "
              + DeviceHome.VARIABLE
              + ".");
    }
  }

  private void checkLinked(Path real) throws HomeException {
    for (LinkedFolder other : linked) {
      if (real.equals(other.path())) {
        throw new HomeException(
            "already-linked",
            "%s is synced already, with the workspace '%s'. There is nothing to do."
                .formatted(real, other.workspaceName()));
      }
      if (real.startsWith(other.path())) {
        throw inside(real, other.path());
      }
      if (other.path().startsWith(real)) {
        throw contains(real, other.path());
      }
    }
  }

  /** Folders that other homes of this machine sync: their marker tells. */
  private void checkMarkers(Path real) throws HomeException, IOException {
    if (hasMarker(real)) {
      RootMarker marker = RootMarker.read(real);
      if (marker != null && marker.home().equals(home.path().toString())) {
        return; // left over by an unlink of ours that was cut short
      }
      throw new HomeException(
          "already-linked",
          "%s is synced already, by the device whose state folder is %s. Use that one, or run"
                  .formatted(real, marker == null ? "unknown" : marker.home())
              + " 'driftless unlink %s' there first.".formatted(real));
    }
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      if (hasMarker(above)) {
        throw inside(real, above);
      }
    }
    Path beneath = markedBeneath(real);
    if (beneath != null) {
      throw contains(real, beneath);
    }
  }

  private static @Nullable Path markedBeneath(Path real) throws IOException {
    MarkerSearch search = new MarkerSearch(real);
    Files.walkFileTree(real, search);
    return search.found();
  }

  static boolean hasMarker(Path folder) {
    return Files.isRegularFile(folder.resolve(RootMarker.PATH));
  }

  private static HomeException inside(Path folder, Path synced) {
    return new HomeException(
        "inside-synced-folder",
        "%s lies inside %s, which is synced already. Choose a folder outside of it."
            .formatted(folder, synced));
  }

  private static HomeException contains(Path folder, Path synced) {
    return new HomeException(
        "contains-synced-folder",
        "%s holds %s, which is synced already. Choose a folder outside of it."
            .formatted(folder, synced));
  }
}
