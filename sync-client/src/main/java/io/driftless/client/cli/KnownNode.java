package io.driftless.client.cli;

import io.driftless.client.deed.Deed;
import io.driftless.client.deed.DeedLog;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import io.driftless.protocol.id.NodeId;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which node of the workspace a path on this device means, also when nothing is there any more. */
final class KnownNode {

  private KnownNode() {}

  /** By the running client, and else by what was noted about the path. */
  static NodeId at(DeviceHome home, FolderOption.Entry entry) throws IOException, HomeException {
    if (entry.path().isEmpty()) {
      throw new HomeException(
          "not-in-folder", "Name a file or folder in %s.".formatted(entry.folder().folder()));
    }
    NodeId here = new Wishes(home).nodeAt(entry);
    NodeId found = here == null ? noted(home, entry) : here;
    if (found == null) {
      throw new HomeException(
          "unknown-path",
          "Nothing is known about %s. When it is synced, a client must run: driftless sync"
              .formatted(entry.path()));
    }
    return found;
  }

  private static @Nullable NodeId noted(DeviceHome home, FolderOption.Entry entry)
      throws IOException {
    List<Deed> deeds =
        DeedLog.read(home.deeds(entry.folder().workspace()), entry.path(), Integer.MAX_VALUE);
    for (int i = deeds.size() - 1; i >= 0; i--) {
      Deed deed = deeds.get(i);
      if (deed.path().equals(entry.path()) && deed.node() != null) {
        return NodeId.of(deed.node());
      }
    }
    return null;
  }
}
