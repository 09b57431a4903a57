package io.driftless.client.doctor;

import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.RootMarker;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks of the linked folders and of what watching them takes. */
public final class FolderChecks {

  private static final long LITTLE_ROOM_BYTES = 1L << 30;
  private static final Path WATCHES = Path.of("/proc/sys/fs/inotify/max_user_watches");
  private static final Path INSTANCES = Path.of("/proc/sys/fs/inotify/max_user_instances");
  private static final int LEAST_INSTANCES = 64;

  /** File systems whose changes by other machines the system does not tell. */
  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph");

  private FolderChecks() {}

  /** Each folder, then whether the system can watch all of them. */
  public static List<Finding> of(List<LinkedFolder> folders) throws IOException {
    List<Finding> found = new ArrayList<>();
    if (folders.isEmpty()) {
      found.add(Finding.warning("folders", "No folder is linked yet.", "driftless init FOLDER"));
      return found;
    }
    long count = 0;
    for (LinkedFolder folder : folders) {
      Finding there = there(folder);
      found.add(there);
      if (there.verdict() == Finding.Verdict.OK) {
        found.add(MachineChecks.room("folder-room", folder.path(), LITTLE_ROOM_BYTES));
        found.add(fileSystem(folder));
        count += count(folder.path());
      }
    }
    found.add(watches(count, folders));
    return found;
  }

  private static Finding there(LinkedFolder folder) {
    Path path = folder.path();
    if (!Files.isDirectory(path)) {
      return Finding.failed(
          "folder",
          "%s is not there.".formatted(path),
          "Connect its disk, or: driftless unlink '%s'".formatted(path));
    }
    try {
      RootMarker marker = RootMarker.read(path);
      if (marker == null || !marker.workspace().equals(folder.workspace())) {
        return Finding.failed(
            "folder",
            "%s is another folder than the one that was linked.".formatted(path),
            "Connect its disk; or unlink it and link it again, which brings both sides together.");
      }
    } catch (IOException e) {
      return Finding.failed(
          "folder",
          "The marker in %s can't be read: %s.".formatted(path, e.getMessage()),
          "Change the rights of %s.".formatted(path.resolve(RootMarker.PATH)));
    }
    return Files.isWritable(path) && Files.isReadable(path)
        ? Finding.ok("folder", "%s, workspace '%s'.".formatted(path, folder.workspaceName()))
        : Finding.failed(
            "folder", "You may not read and write %s.".formatted(path), "Change its rights.");
  }

  private static Finding fileSystem(LinkedFolder folder) throws IOException {
    String type = Files.getFileStore(folder.path()).type();
    return REMOTE.contains(type)
        ? Finding.warning(
            "file-system",
            "%s is on %s: changes by other machines are not told, and are found by the hourly scan."
                .formatted(folder.path(), type),
            "Sync a folder on a local disk instead.")
        : Finding.ok("file-system", "%s is on %s.".formatted(folder.path(), type));
  }

  /** What the system says, and whether one more folder can really be watched now. */
  private static Finding watches(long folders, List<LinkedFolder> linked) throws IOException {
    if (!canWatchOneMore(linked)) {
      return Finding.failed(
          "watches",
          "The system can't watch another folder, so changes are noticed up to a minute late.",
          raise(folders));
    }
    if (!Files.isReadable(WATCHES)) {
      return Finding.ok("watches", "Folders can be watched.");
    }
    long most = number(WATCHES);
    long instances = number(INSTANCES);
    String words =
        "%d folders are watched; the system says that it allows %d for all programs of a person (%d instances)."
            .formatted(folders, most, instances);
    return folders * 2 > most || instances < LEAST_INSTANCES
        ? Finding.warning("watches", words, raise(folders))
        : Finding.ok("watches", words);
  }

  private static boolean canWatchOneMore(List<LinkedFolder> linked) {
    Path folder = linked.get(0).path();
    try (WatchService service = folder.getFileSystem().newWatchService()) {
      return !Files.isDirectory(folder)
          || folder.register(service, StandardWatchEventKinds.ENTRY_CREATE).isValid();
    } catch (AccessDeniedException e) {
      return true; // of another person: that it can't be read is told besides
    } catch (IOException e) {
      return false;
    }
  }

  private static String raise(long folders) {
    return "sudo sysctl fs.inotify.max_user_watches=%d fs.inotify.max_user_instances=512"
            .formatted(Math.max(524_288, folders * 4))
        + " (and the same in a file in /etc/sysctl.d, to keep it)";
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  private static long count(Path folder) throws IOException {
    long[] count = {0};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
            count[0]++;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path at, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return count[0];
  }
}
