package io.driftless.client.home;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folders that this device syncs, in the order in which they were linked. */
public record LinkedFolders(List<LinkedFolder> folders) {

  /** None. */
  public static final LinkedFolders NONE = new LinkedFolders(List.of());

  public LinkedFolders {
    folders = List.copyOf(folders);
  }

  /** These and one more. */
  public LinkedFolders with(LinkedFolder further) {
    List<LinkedFolder> all = new ArrayList<>(folders);
    all.add(further);
    return new LinkedFolders(all);
  }

  /** These without one. */
  public LinkedFolders without(LinkedFolder one) {
    return new LinkedFolders(folders.stream().filter(folder -> !folder.equals(one)).toList());
  }

  /** The one that a path is, or lies in; null when none. */
  public @Nullable LinkedFolder holding(Path path) {
    for (LinkedFolder folder : folders) {
      if (path.startsWith(folder.path())) {
        return folder;
      }
    }
    return null;
  }
}
