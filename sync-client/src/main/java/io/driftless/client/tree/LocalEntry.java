package io.driftless.client.tree;

import io.driftless.client.files.FileStamp;
import io.driftless.protocol.node.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * A node as it was seen on this device's disk.
 *
 * @param place where; the name is the node's, not the one on disk
 * @param shownAs its name on disk where that can't be the node's own; else null
 * @param kind file, folder or link
 * @param stamp how the file system described it when the content was read
 * @param content what was read; null for folders, and for what has not been read yet
 */
public record LocalEntry(
    Place place,
    @Nullable String shownAs,
    NodeKind kind,
    FileStamp stamp,
    @Nullable FileContent content) {

  /** Its name on disk. */
  public String diskName() {
    return shownAs == null ? place.name() : shownAs;
  }

  /** The same entry elsewhere, under its own name. */
  public LocalEntry at(Place other) {
    return at(other, null);
  }

  /** The same entry elsewhere, under that name on the disk; null for its own. */
  public LocalEntry at(Place other, @Nullable String shown) {
    return new LocalEntry(other, shown, kind, stamp, content);
  }

  /** The same entry with what was read of it. */
  public LocalEntry read(FileStamp newStamp, @Nullable FileContent newContent) {
    return new LocalEntry(place, shownAs, kind, newStamp, newContent);
  }

  /** Whether it is a file or link whose content is not known. */
  public boolean isUnread() {
    return kind != NodeKind.FOLDER && content == null;
  }
}
