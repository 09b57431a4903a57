package io.driftless.client.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at entries under exactly the names that they have. A disk that does not tell case apart
 * finds a file under names that it does not have; so the names of each folder are read first, once
 * for all looks by one instance.
 */
public final class RealNames {

  private final LocalFiles files;
  private final HeldNames held;
  private final Map<RelPath, Set<String>> known = new HashMap<>();

  /** Looks at these files on a disk that holds names so. */
  public RealNames(LocalFiles files, HeldNames held) {
    this.files = files;
    this.held = held;
  }

  /** How the entry of exactly that name looks; null when there is none. */
  public @Nullable FileStamp stat(RelPath path) throws IOException {
    Set<String> beside = beside(path);
    return beside == null || beside.contains(path.name()) ? files.stat(path) : null;
  }

  /**
   * The names in an entry's folder, empty when it is not there; null where a file has no other name
   * than its own, so that nobody needs them.
   */
  public @Nullable Set<String> beside(RelPath path) throws IOException {
    if (held.isExact()) {
      return null;
    }
    Set<String> names = known.get(path.parent());
    if (names == null) {
      names = new HashSet<>();
      for (String name : listed(path.parent())) {
        names.add(held.composed(name));
      }
      known.put(path.parent(), names);
    }
    return names;
  }

  private Set<String> listed(RelPath folder) throws IOException {
    try {
      return files.names(folder);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Set.of();
    }
  }
}
