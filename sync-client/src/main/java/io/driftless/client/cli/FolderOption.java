package io.driftless.client.cli;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which linked folder a command is for. */
final class FolderOption {

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "The linked folder. Default: the one that you are in, or the only one.")
  private @Nullable Path folder;

  /**
   * A linked folder and an entry in it.
   *
   * @param path below the folder, with '/'; empty for the folder itself
   */
  record Entry(LinkedFolder folder, String path) {}

  /** Whether one was named. */
  boolean isGiven() {
    return folder != null;
  }

  /** The folder that was named, or that goes without saying. */
  LinkedFolder choose(DeviceHome home) throws IOException, HomeException {
    LinkedFolders linked = Surroundings.folders(home);
    Path asked = real(folder == null ? Path.of("") : folder);
    LinkedFolder found = linked.holding(asked);
    if (found == null && folder == null && linked.folders().size() == 1) {
      return linked.folders().get(0);
    }
    if (found == null) {
      throw notLinked(linked, folder == null ? null : asked);
    }
    return found;
  }

  /** The entry at a path, in the linked folder that holds it. It need not be there any more. */
  static Entry entry(DeviceHome home, Path path) throws IOException, HomeException {
    LinkedFolders linked = Surroundings.folders(home);
    Path asked = real(path);
    LinkedFolder found = linked.holding(asked);
    if (found == null) {
      throw notLinked(linked, asked);
    }
    return new Entry(found, found.path().relativize(asked).toString());
  }

  /** Without links above it, as far as it is there; the entry itself may be a link. */
  private static Path real(Path path) throws IOException {
    Path whole = path.toAbsolutePath().normalize();
    Path name = whole.getFileName();
    Path above = whole.getParent();
    if (name == null || above == null) {
      return whole;
    }
    if (Files.isDirectory(whole)) {
      return whole.toRealPath();
    }
    return (Files.isDirectory(above) ? above.toRealPath() : real(above)).resolve(name);
  }

  private static HomeException notLinked(LinkedFolders linked, @Nullable Path asked) {
    String which =
        linked.folders().isEmpty()
            ? "No folder is linked yet: driftless init FOLDER"
            : "These are linked: "
                + String.join(", ", linked.folders().stream().map(LinkedFolder::folder).toList());
    return new HomeException(
        "not-linked",
        asked == null
            ? "Say which folder, with --folder. " + which
            : "%s is in no linked folder. %s".formatted(asked, which));
  }
}
