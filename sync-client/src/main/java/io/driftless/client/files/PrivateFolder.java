package io.driftless.client.files;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The client's own folder in the root: the marker that says whose root it is, files being written,
 * and files that were replaced and are kept for a while.
 */
public final class PrivateFolder {

  /** Files being written; of no use after a restart. */
  public static final RelPath TEMPORARY = RelPath.PRIVATE.child("tmp");

  /** Replaced and removed files, until they were checked once more. */
  public static final RelPath REPLACED = RelPath.PRIVATE.child("old");

  private static final RelPath MARKER = RelPath.PRIVATE.child("root");
  private static final String PART = ".part";
  private static final String MOVING = "moving-";
  private static final RelPath NEW_MARKER = RelPath.PRIVATE.child("root.new");
  private static final int MARKER_LIMIT = 4096;

  private final LocalFiles files;

  /** The folder in these files. */
  public PrivateFolder(LocalFiles files) {
    this.files = files;
  }

  /**
   * Makes the folder and what belongs in it, where missing. Their names outlive a power cut: a root
   * without them would be taken for one that was emptied.
   */
  public void prepare() throws IOException {
    make(RelPath.PRIVATE);
    make(TEMPORARY);
    make(REPLACED);
    // Also when they were there: an earlier run may have ended before it forced them.
    files.forceFolder(RelPath.ROOT);
    files.forceFolder(RelPath.PRIVATE);
  }

  private void make(RelPath folder) throws IOException {
    try {
      files.makeFolder(folder);
    } catch (FileAlreadyExistsException e) {
      FileStamp stamp = files.stat(folder);
      if (stamp == null || stamp.kind() != EntryKind.FOLDER) {
        throw e;
      }
    }
  }

  /** What the marker says; null when there is none. */
  public @Nullable String marker() throws IOException {
    try (SeekableByteChannel in = files.read(MARKER)) {
      ByteBuffer buffer = ByteBuffer.allocate(MARKER_LIMIT);
      int read = 0;
      while (buffer.hasRemaining() && read >= 0) {
        read = in.read(buffer);
      }
      return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** What the marker says, empty when there is none; a fresh root gets this one first. */
  public String marked(String text, boolean fresh) throws IOException {
    String there = marker();
    if (there == null && fresh) {
      prepare();
      mark(text);
      return text;
    }
    return there == null ? "" : there;
  }

  /** Writes the marker; it must not be there yet. A crash leaves the whole of it or none. */
  public void mark(String text) throws IOException {
    files.removePrivate(NEW_MARKER);
    try (SeekableByteChannel out = files.write(NEW_MARKER)) {
      ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
    files.force(NEW_MARKER);
    files.move(NEW_MARKER, MARKER);
    files.forceFolder(RelPath.PRIVATE);
  }

  /**
   * Where a large file grows; found again after a restart.
   *
   * @param digest of the content that it will have
   */
  public static RelPath partPath(NodeId node, Sha256 digest) {
    return TEMPORARY.child(node + "." + digest + PART);
  }

  /**
   * Drops what an earlier run was writing.
   *
   * @param keep which parts are still wanted, by their path
   */
  public void clearTemporary(Predicate<RelPath> keep) throws IOException {
    for (FoundEntry entry : files.list(TEMPORARY).entries()) {
      boolean part = entry.name().endsWith(PART) && keep.test(TEMPORARY.child(entry.name()));
      if (entry.stamp().kind() != EntryKind.FOLDER && !part) {
        files.removePrivate(TEMPORARY.child(entry.name()));
      }
    }
  }

  /**
   * A file that was replaced or removed.
   *
   * @param path where it is kept
   * @param node whose content it was
   * @param digest of the content that it had when it was taken away
   * @param stamp how it looks
   */
  public record Replaced(RelPath path, NodeId node, Sha256 digest, FileStamp stamp) {}

  /** Where a file goes when it is taken away because the server has its content. */
  public static RelPath replacedPath(NodeId node, Sha256 digest, String unique) {
    return REPLACED.child(node + "." + digest + "." + unique);
  }

  /** Where a file goes on its way to another place: nobody else may have its content. */
  public static RelPath movingPath(NodeId node, Sha256 digest, String unique) {
    // Without what may be left out: some file systems hold names of at most 143 bytes.
    return replacedPath(node, digest, MOVING + unique.replace("-", ""));
  }

  /** Whether a kept file was on its way to another place. */
  public static boolean isMoving(RelPath kept) {
    String name = kept.name();
    return name.startsWith(MOVING, name.lastIndexOf('.') + 1);
  }

  /** What is kept. */
  public List<Replaced> replaced() throws IOException {
    List<Replaced> found = new ArrayList<>();
    for (FoundEntry entry : files.list(REPLACED).entries()) {
      Replaced kept = entry.stamp().kind() == EntryKind.FOLDER ? null : ofName(entry);
      if (kept != null) {
        found.add(kept);
      }
    }
    return found;
  }

  /** What its name says; null when it is none that the client has given: it is left alone. */
  private static @Nullable Replaced ofName(FoundEntry entry) {
    String[] parts = entry.name().split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      return new Replaced(
          REPLACED.child(entry.name()), NodeId.of(parts[0]), Sha256.ofHex(parts[1]), entry.stamp());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
