package io.driftless.simulator;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file, folder or link of a simulated disk. */
final class Inode {

  final long key;
  final EntryKind kind;
  final TreeMap<String, Named> children = new TreeMap<>();

  /** Never written into: whoever changes it puts another array here. */
  byte[] content = new byte[0];

  String target = "";
  boolean executable;
  long modifiedNanos;
  long changedNanos;

  /** Whether a user, not the client, wrote what it holds. */
  boolean byUser;

  /** How many programs of the user have it open, and may write more into it. */
  int open;

  /** Whether content was written that a power cut may still take. */
  boolean unforced;

  /** How many names it has. */
  int names;

  private byte @Nullable [] digested;
  private @Nullable Sha256 digest;

  /** An entry of a folder: its name as written, whatever the folder compares by. */
  record Named(String name, Inode inode) {}

  Inode(long key, EntryKind kind, long nanos) {
    this.key = key;
    this.kind = kind;
    this.modifiedNanos = nanos;
    this.changedNanos = nanos;
  }

  boolean isFolder() {
    return kind == EntryKind.FOLDER;
  }

  /** The digest of content or target. */
  Sha256 digest() {
    if (kind == EntryKind.LINK) {
      return Sha256.digest(target.getBytes(StandardCharsets.UTF_8));
    }
    Sha256 known = digest;
    if (known == null || digested != content) {
      known = Sha256.digest(content);
      digested = content;
      digest = known;
    }
    return known;
  }

  FileStamp stamp() {
    if (isFolder()) {
      return new FileStamp(kind, 0, 0, 0, key, false);
    }
    long size =
        kind == EntryKind.LINK ? target.getBytes(StandardCharsets.UTF_8).length : content.length;
    return new FileStamp(
        kind, size, modifiedNanos, changedNanos, key, kind == EntryKind.FILE && executable);
  }
}
