package io.driftless.client.home;

import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the internal databases are: {@code index/WORKSPACE.db}, one for each synced folder. Each
 * has up to two files beside it that SQLite writes first; the three belong together.
 */
public final class IndexFiles {

  /** The database itself comes last: while it is there, the others count. */
  private static final String[] SUFFIXES = {"-wal", "-shm", ""};

  private static final String ENDING = ".db";

  private final Path home;

  IndexFiles(Path home) {
    this.home = home;
  }

  /** The database of the folder that is synced with this workspace. */
  public Path of(WorkspaceId workspace) {
    return folder().resolve(workspace + ENDING);
  }

  /** How large the database of the folder is that is synced with this workspace; 0 without one. */
  public long bytes(WorkspaceId workspace) throws IOException {
    Path file = of(workspace);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** Takes over the database of a release that knew one folder only. */
  public void adopt(WorkspaceId workspace) throws IOException {
    Path old = home.resolve("index.db");
    if (Files.exists(old) && !Files.exists(of(workspace))) {
      Files.createDirectories(folder());
      move(old, of(workspace));
    }
  }

  /**
   * Puts a database aside. What it notes of commits in flight must never be sent again; whoever
   * links the workspace anew starts by comparing the folder with the server, which deletes nothing
   * and copies nothing that is equal.
   */
  public void retire(WorkspaceId workspace) throws IOException {
    retire(of(workspace));
  }

  /** Puts all databases aside, as those of a former device. */
  public void retireAll() throws IOException {
    retire(home.resolve("index.db"));
    if (Files.isDirectory(folder())) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), "[!r]*" + ENDING)) {
        for (Path file : files) {
          retire(file);
        }
      }
    }
  }

  private static void retire(Path file) throws IOException {
    move(file, file.resolveSibling("retired-" + file.getFileName()));
  }

  private static void move(Path from, Path to) throws IOException {
    for (String suffix : SUFFIXES) {
      Path file = from.resolveSibling(from.getFileName() + suffix);
      if (Files.exists(file)) {
        Files.move(
            file,
            to.resolveSibling(to.getFileName() + suffix),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path folder() {
    return home.resolve("index");
  }
}
