package io.driftless.client.engine;

import io.driftless.client.content.ContentReader;
import io.driftless.client.content.ReadContent;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RelPath;
import io.driftless.client.plan.ConflictNames;
import io.driftless.client.schedule.Clock;
import io.driftless.protocol.id.NodeId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What is still kept of replaced and removed files when a folder is synced no more. What the server
 * has goes; what was written into one since, or may be because a program has it open, becomes a
 * conflicted copy at the top of the folder.
 */
public final class KeptFiles {

  private final LocalFiles files;
  private final ContentReader reader;
  private final String device;
  private final String date;

  /**
   * Those in a folder on which no engine works.
   *
   * @param device its name, and the date, for the names of copies
   */
  public KeptFiles(LocalFiles files, Clock clock, String device, String date) {
    this.files = files;
    this.reader = new ContentReader(files, clock);
    this.device = device;
    this.date = date;
  }

  /**
   * Lets go of all of them.
   *
   * @param names what a node is called
   * @return the copies that were made
   */
  public List<RelPath> letGo(Function<NodeId, String> names) throws IOException {
    List<RelPath> copies = new ArrayList<>();
    for (PrivateFolder.Replaced kept : kept()) {
      boolean open = !files.openElsewhere(List.of(kept.path())).isEmpty();
      ReadContent content = open ? null : reader.read(kept.path(), 0);
      if (content != null
          && content.content().digest().equals(kept.digest())
          && !PrivateFolder.isMoving(kept.path())) {
        files.removePrivate(kept.path());
      } else {
        copies.add(copy(kept.path(), names.apply(kept.node())));
      }
    }
    return copies;
  }

  private List<PrivateFolder.Replaced> kept() throws IOException {
    try {
      return new PrivateFolder(files).replaced();
    } catch (NoSuchFileException e) {
      return List.of(); // never synced
    }
  }

  private RelPath copy(RelPath from, String name) throws IOException {
    Set<String> taken = new HashSet<>();
    while (true) {
      RelPath to = new RelPath(ConflictNames.free(name, device, date, taken::contains));
      try {
        files.move(from, to);
        files.forceFolder(RelPath.ROOT);
        return to;
      } catch (FileAlreadyExistsException e) {
        taken.add(to.name());
      }
    }
  }
}
