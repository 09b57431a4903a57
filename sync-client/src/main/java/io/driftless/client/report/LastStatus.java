package io.driftless.client.report;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.report.StatusReport.Directions;
import io.driftless.client.report.StatusReport.Link;
import io.driftless.client.report.StatusReport.Root;
import io.driftless.client.report.StatusReport.Trouble;
import io.driftless.client.status.Pending;
import io.driftless.client.status.Transferred;
import io.driftless.protocol.codec.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status that a client left behind, for when none runs. */
public final class LastStatus {

  private static final Pending NOTHING = new Pending(0, 0);

  private LastStatus() {}

  /** Keeps a report; a later one replaces it. */
  public static void keep(DeviceHome home, StatusReport report) throws IOException {
    Path fresh = home.status().resolveSibling("status.json.new");
    Files.write(fresh, report.json());
    Files.move(
        fresh, home.status(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** How the device stands while no client runs: stopped, with what the last one told. */
  public static StatusReport ofStopped(
      DeviceHome home, LinkedFolders folders, @Nullable DeviceIdentity identity)
      throws IOException {
    StatusReport last = last(home);
    List<Root> roots = folders.folders().stream().map(folder -> root(folder, last)).toList();
    StatusReport now =
        new StatusReport(
            StatusReport.FORMAT,
            "stopped",
            identity == null ? null : identity.device().value(),
            identity == null ? null : identity.name(),
            identity == null ? null : identity.server(),
            null,
            new Link(false, null),
            roots,
            last == null ? List.of() : last.problems());
    return now.stopped(new Trouble(null, "", "not-running", reason(folders, identity)));
  }

  private static String reason(LinkedFolders folders, @Nullable DeviceIdentity identity) {
    if (identity == null) {
      return "This device is not signed on. Run 'driftless login SERVER'.";
    }
    return folders.folders().isEmpty()
        ? "No folder is linked. Run 'driftless init FOLDER'."
        : "No client runs. Run 'driftless sync'.";
  }

  private static Root root(LinkedFolder folder, @Nullable StatusReport last) {
    if (last != null) {
      for (Root root : last.roots()) {
        if (root.folder().equals(folder.folder())) {
          return new Root(
              root.folder(),
              root.workspace(),
              root.workspaceName(),
              "stopped",
              root.revision(),
              root.pending(),
              root.transferred());
        }
      }
    }
    return new Root(
        folder.folder(),
        folder.workspace().toString(),
        folder.workspaceName(),
        "stopped",
        0,
        new Directions(NOTHING, NOTHING),
        Transferred.NONE);
  }

  /** What the client told last of all folders; null when none ran or it can't be read. */
  public static @Nullable StatusReport last(DeviceHome home) {
    try {
      return Codec.json().readValue(Files.readAllBytes(home.status()), StatusReport.class);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      return null; // half written by an older client; it only holds what can be asked again
    }
  }
}
