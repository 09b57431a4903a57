package io.driftless.client.home;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * The folder with a device's state; {@code DRIFTLESS_HOME} chooses it, so that many devices can
 * live on one machine.
 *
 * @param path absolute, with no link in it
 */
public record DeviceHome(Path path) {

  /** The environment variable that chooses it. */
  public static final String VARIABLE = "DRIFTLESS_HOME";

  private static final String IDENTITY = "device.json";

  /**
   * The home that the environment chooses; made when it is missing, readable by its owner only.
   *
   * @throws HomeException when it can't be made or written to
   */
  public static DeviceHome of(Map<String, String> environment) throws HomeException {
    String chosen = environment.get(VARIABLE);
    Path path =
        chosen == null || chosen.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "state", "driftless")
            : Path.of(chosen);
    return of(path);
  }

  /** The home at this path; made when it is missing. */
  public static DeviceHome of(Path path) throws HomeException {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
      }
      if (!Files.exists(path.resolve(IDENTITY))) { // nobody's yet: from now on its owner's alone
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
      }
      if (!Files.isWritable(path)) {
        throw new IOException("it is not writable");
      }
      return new DeviceHome(path.toRealPath());
    } catch (IOException e) {
      throw new HomeException(
          "home-unusable",
          "The state folder %s can't be used: %s. Choose another one with %s."
              .formatted(path, reason(e), VARIABLE));
    }
  }

  static String reason(IOException e) {
    String type = e.getClass().getSimpleName();
    return e.getMessage() == null
        ? type
        : e.getClass() == IOException.class ? e.getMessage() : type + " " + e.getMessage();
  }

  /** Who the device is; absent before the first login. */
  public SecretFile<DeviceIdentity> identity() {
    return new SecretFile<>(path.resolve(IDENTITY), DeviceIdentity.class);
  }

  /** Where the sign-on is kept. */
  public Path signOn() {
    return path.resolve("sign-on.json");
  }

  /** Which folders are synced; absent before the first one. */
  public SecretFile<LinkedFolders> folders() {
    return new SecretFile<>(path.resolve("folders.json"), LinkedFolders.class);
  }

  /** The internal databases, one for each folder. */
  public IndexFiles indexes() {
    return new IndexFiles(path);
  }

  /** What was done to the folder that is synced with a workspace, and why. */
  public Path deeds(WorkspaceId workspace) {
    return path.resolve("deeds").resolve(workspace + ".jsonl");
  }

  /** What a person set; absent before the first time. */
  public SecretFile<ClientSettings> settings() {
    return new SecretFile<>(path.resolve("settings.json"), ClientSettings.class);
  }

  /** What a person set, or what holds where nothing was. */
  public ClientSettings readSettings() throws IOException {
    ClientSettings set = settings().read();
    return set == null ? ClientSettings.NONE : set;
  }

  private SecretFile<LeftOutFolders> leftOut(WorkspaceId workspace) {
    return new SecretFile<>(
        path.resolve("left-out").resolve(workspace + ".json"), LeftOutFolders.class);
  }

  /** The folders of a workspace that this device leaves out. */
  public Set<NodeId> readLeftOut(WorkspaceId workspace) throws IOException {
    LeftOutFolders chosen = leftOut(workspace).read();
    return chosen == null ? Set.of() : Set.copyOf(chosen.folders());
  }

  /** From now on these are left out, and no others. */
  public void writeLeftOut(WorkspaceId workspace, Set<NodeId> folders) throws IOException {
    if (folders.isEmpty()) {
      leftOut(workspace).delete();
    } else {
      Files.createDirectories(path.resolve("left-out"));
      leftOut(workspace).write(LeftOutFolders.of(folders));
    }
  }

  /** The highest number that a commit of this device may have. */
  public SecretFile<CommitMark> commitMark() {
    return new SecretFile<>(path.resolve("commits.json"), CommitMark.class);
  }

  /**
   * Content of {@link #commitMark}.
   *
   * @param highest no commit has a higher number
   */
  public record CommitMark(long highest) {}

  /** Is there while a client runs, and after one that did not end in order. */
  public Path running() {
    return path.resolve("running");
  }

  /** What the client last told of its state. */
  public Path status() {
    return path.resolve("status.json");
  }

  /** Where log files go. */
  public Path log() {
    return path.resolve("log");
  }

  Path lock() {
    return path.resolve("lock");
  }

  Path editLock() {
    return path.resolve("edit.lock");
  }

  /** Whether the path is the home, lies in it, or holds it. */
  boolean meets(Path real) {
    return real.startsWith(path) || path.startsWith(real);
  }

  static Path real(Path path) throws IOException {
    return path.toRealPath(new LinkOption[0]);
  }
}
