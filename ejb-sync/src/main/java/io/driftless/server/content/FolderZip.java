package io.driftless.server.content;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.access.Caller;
import io.driftless.server.node.FolderAtRevision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A folder with all that lay in it at one revision, written as a zip as it is read: nothing is kept
 * but the way down to the folder at hand. Links are left out. For one thread, once.
 */
public final class FolderZip {

  private final FolderAtRevision folders;
  private final ContentDownloads downloads;
  private final Caller caller;
  private final WorkspaceId workspace;
  private final Revision then;

  FolderZip(
      FolderAtRevision folders,
      ContentDownloads downloads,
      Caller caller,
      WorkspaceId workspace,
      Revision then) {
    this.folders = folders;
    this.downloads = downloads;
    this.caller = caller;
    this.workspace = workspace;
    this.then = then;
  }

  /** A folder that is open: its path with a slash behind, and the name that was listed last. */
  private record Open(NodeId folder, String path, String after) {}

  /**
   * Writes it.
   *
   * @throws IOException when it can't be written, or a file can't be read; the zip has no end then
   */
  public void writeTo(NodeId top, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
    Deque<Open> open = new ArrayDeque<>();
    open.push(new Open(top, "", ""));
    while (!open.isEmpty()) {
      list(open.pop(), open, zip);
    }
    zip.finish();
    zip.flush();
  }

  private void list(Open at, Deque<Open> open, ZipOutputStream zip) throws IOException {
    List<NodeInfo> page = folders.children(caller, workspace, at.folder(), then, at.after());
    if (page.size() == FolderAtRevision.MOST) {
      open.push(new Open(at.folder(), at.path(), page.get(page.size() - 1).name()));
    }
    for (NodeInfo node : page) {
      String path = at.path() + node.name();
      if (node.kind() == NodeKind.FOLDER) {
        zip.putNextEntry(new ZipEntry(path + "/"));
        zip.closeEntry();
        open.push(new Open(node.node(), path + "/", ""));
      } else if (node.kind() == NodeKind.FILE) {
        file(node, path, zip);
      }
    }
  }

  private void file(NodeInfo node, String path, ZipOutputStream zip) throws IOException {
    FileVersion version = Objects.requireNonNull(node.version());
    OpenContent content = downloads.open(caller, workspace, node.node(), version.number());
    ContentStream stream =
        downloads.stream(caller, content, new ContentRange(0, content.version().size()));
    ZipEntry entry = new ZipEntry(path);
    entry.setLastModifiedTime(FileTime.from(version.modifiedNanos(), TimeUnit.NANOSECONDS));
    zip.putNextEntry(entry);
    stream.writeTo(zip);
    zip.closeEntry();
  }
}
