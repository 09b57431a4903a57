package io.driftless.client.files;

import io.driftless.protocol.node.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of an entry without opening it. Two equal stamps mean the same content,
 * unless the file was changed within one tick of the file system's clock (see {@link #isRacy}).
 *
 * @param kind what it is
 * @param size in bytes; of a link its target's length; 0 for folders
 * @param modifiedNanos last change of content, as its owner may have set it; nanoseconds since
 *     1970-01-01T00:00Z
 * @param changedNanos last change of content or attributes as the kernel noted it; 0 where there is
 *     no such time; 0 for folders
 * @param key names the file itself, over renames; 0 where there is no such key
 * @param executable whether its owner may execute it; false for folders and links
 */
public record FileStamp(
    EntryKind kind,
    long size,
    long modifiedNanos,
    long changedNanos,
    long key,
    boolean executable) {

  /**
   * Whether a change of content during or right after the reading could have left this stamp as it
   * is. A time far ahead, of before the clock was set back, is no such: a change gets another one.
   *
   * @param beganNanos when reading began, by the clock of the file system
   * @param endedNanos when it ended
   * @param granularityNanos the tick of that clock
   */
  public boolean isRacy(long beganNanos, long endedNanos, long granularityNanos) {
    long latest = changedNanos != 0 ? changedNanos : modifiedNanos;
    return latest > beganNanos - granularityNanos && latest < endedNanos + granularityNanos;
  }

  /** What it is as a node; throws {@link IllegalStateException} for what is never one. */
  public NodeKind nodeKind() {
    return switch (kind) {
      case FILE -> NodeKind.FILE;
      case FOLDER -> NodeKind.FOLDER;
      case LINK -> NodeKind.LINK;
      case OTHER -> throw new IllegalStateException("Not synced: " + this);
    };
  }

  /** Never equal to what the disk says: the content is read again, even after a restart. */
  public FileStamp unsure() {
    return new FileStamp(kind, size, modifiedNanos, -1, key, executable);
  }

  /** Whether both are the same file with the same content, even if it was renamed between. */
  public boolean sameFile(FileStamp other) {
    return kind == other.kind
        && key == other.key
        && executable == other.executable
        && size == other.size
        && modifiedNanos == other.modifiedNanos;
  }

  // Written out: asked for very often, and those of a record run slowly until compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileStamp stamp
        && sameFile(stamp)
        && changedNanos == stamp.changedNanos;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(key) + Long.hashCode(modifiedNanos);
  }
}
