package io.driftless.client.tree;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node about which disk, server and merge base agree, said once instead of three times, in about
 * a tenth of the memory. Only what agrees in every respect is packed; everything else stays as it
 * is. In memory only: the form may change with each release.
 *
 * <p>Form: flags (1 byte), file key (8), digest (32, not of folders), and what else differs from
 * node to node. The folder that holds it is not in it.
 */
final class PackedNode {

  private static final List<NodeKind> KINDS =
      List.of(NodeKind.FILE, NodeKind.FOLDER, NodeKind.LINK);
  private static final int KIND_BITS = 3;
  private static final int EXECUTABLE = 4;
  private static final int SAME_TIME = 8;
  private static final int SINGLE_CHUNK = 16;
  private static final int UNTOUCHED = 32;
  private static final int DIGEST_AT = 1 + Long.BYTES;
  private static final int MOST_FIXED = 160;
  private static final ThreadLocal<MessageDigest> HASH = ThreadLocal.withInitial(Sha256::newDigest);

  private PackedNode() {}

  /** The packed form; null when the node is not at rest in every respect. */
  static byte @Nullable [] pack(NodeState node) {
    LocalEntry local = node.local();
    RemoteEntry remote = node.remote();
    SyncedEntry synced = node.synced();
    if (local == null
        || remote == null
        || synced == null
        || remote.deleted()
        || local.shownAs() != null
        || node.awaited().isAfter(remote.revision())) {
      return null;
    }
    boolean together =
        local.place().equals(remote.place())
            && local.place().equals(synced.place())
            && local.kind() == remote.kind()
            && local.kind() == synced.kind()
            && local.kind() == kindOf(local.stamp())
            && Objects.equals(remote.version(), synced.version());
    byte[] name = together ? exactly(local.place().name()) : null;
    if (name == null) {
      return null;
    }
    return local.kind() == NodeKind.FOLDER
        ? packFolder(node, local, remote, name)
        : packContent(node, local, remote, name);
  }

  private static @Nullable NodeKind kindOf(FileStamp stamp) {
    return stamp.kind() == EntryKind.OTHER ? null : stamp.nodeKind();
  }

  private static byte @Nullable [] packFolder(
      NodeState node, LocalEntry local, RemoteEntry remote, byte[] name) {
    if (local.content() != null || remote.version() != null || local.stamp().executable()) {
      return null;
    }
    ByteBuffer into = ByteBuffer.allocate(MOST_FIXED + name.length);
    int flags = KINDS.indexOf(NodeKind.FOLDER) | untouched(local.stamp());
    into.put((byte) flags).putLong(local.stamp().key());
    putCommon(into, node, local.stamp(), remote.revision(), name);
    return Arrays.copyOf(into.array(), into.position());
  }

  private static byte @Nullable [] packContent(
      NodeState node, LocalEntry local, RemoteEntry remote, byte[] name) {
    FileContent content = local.content();
    FileVersion version = remote.version();
    if (content == null || version == null || !isOne(local.stamp(), content, version)) {
      return null;
    }
    String link = content.linkTarget();
    byte[] target = link == null ? new byte[0] : exactly(link);
    Sha256 recipe = content.recipe();
    if (target == null || (recipe == null) != (link != null)) {
      return null;
    }
    boolean single = recipe != null && isSingle(content, recipe);
    boolean sameTime = local.stamp().modifiedNanos() == version.modifiedNanos();
    ByteBuffer into = ByteBuffer.allocate(MOST_FIXED + name.length + target.length);
    int flags =
        KINDS.indexOf(local.kind())
            | (content.executable() ? EXECUTABLE : 0)
            | (sameTime ? SAME_TIME : 0)
            | (single ? SINGLE_CHUNK : 0)
            | untouched(local.stamp());
    into.put((byte) flags).putLong(local.stamp().key());
    content.digest().write(into);
    putCommon(into, node, local.stamp(), remote.revision(), name);
    putNumber(into, version.number().value());
    putNumber(into, content.profile());
    if (!sameTime) {
      into.putLong(version.modifiedNanos());
    }
    if (recipe != null && !single) {
      recipe.write(into);
    }
    into.put(target);
    return Arrays.copyOf(into.array(), into.position());
  }

  /** Whether the content is one chunk; no answer for what is larger than any chunk. */
  private static boolean isSingle(FileContent content, Sha256 recipe) {
    return content.size() <= ChunkingProfile.MAX_CHUNK_BYTES
        && recipe.equals(singleChunk(content.digest()));
  }

  /** Whether what was read is what was agreed on, down to how it is cut. */
  private static boolean isOne(FileStamp stamp, FileContent content, FileVersion version) {
    return content.sameAs(version)
        && content.profile() == version.profile()
        && Objects.equals(content.linkTarget(), version.linkTarget())
        && stamp.executable() == content.executable()
        && stamp.size() == content.size();
  }

  /** Nobody has touched it since it was written. */
  private static int untouched(FileStamp stamp) {
    return stamp.modifiedNanos() == stamp.changedNanos() ? UNTOUCHED : 0;
  }

  private static void putCommon(
      ByteBuffer into, NodeState node, FileStamp stamp, Revision revision, byte[] name) {
    putNumber(into, name.length);
    into.put(name);
    putNumber(into, stamp.size());
    into.putLong(stamp.modifiedNanos());
    if (untouched(stamp) == 0) {
      into.putLong(stamp.changedNanos());
    }
    putNumber(into, revision.value());
    putNumber(into, node.awaited().value());
  }

  /**
   * The node.
   *
   * @param parent the folder that holds it
   */
  static NodeState unpack(byte[] packed, NodeId id, NodeId parent) {
    ByteBuffer from = ByteBuffer.wrap(packed);
    int flags = from.get();
    NodeKind kind = KINDS.get(flags & KIND_BITS);
    long key = from.getLong();
    Sha256 digest = kind == NodeKind.FOLDER ? null : Sha256.read(from);
    byte[] name = new byte[(int) number(from)];
    from.get(name);
    Place place = new Place(parent, new String(name, StandardCharsets.UTF_8));
    long size = number(from);
    boolean executable = (flags & EXECUTABLE) != 0;
    long time = from.getLong();
    long changed = (flags & UNTOUCHED) != 0 ? time : from.getLong();
    FileStamp stamp = new FileStamp(entryKind(kind), size, time, changed, key, executable);
    Revision revision = new Revision(number(from));
    Revision awaited = new Revision(number(from));
    FileVersion version = null;
    FileContent content = null;
    if (digest != null) {
      VersionNumber number = new VersionNumber((int) number(from));
      int profile = (int) number(from);
      long modified = (flags & SAME_TIME) != 0 ? stamp.modifiedNanos() : from.getLong();
      Sha256 recipe =
          kind == NodeKind.LINK
              ? null
              : (flags & SINGLE_CHUNK) != 0 ? singleChunk(digest) : Sha256.read(from);
      String target =
          kind == NodeKind.LINK
              ? new String(packed, from.position(), from.remaining(), StandardCharsets.UTF_8)
              : null;
      version = new FileVersion(number, size, digest, modified, executable, profile, target);
      content = new FileContent(size, digest, executable, profile, recipe, target);
    }
    return new NodeState(
        id,
        new LocalEntry(place, null, kind, stamp, content),
        new RemoteEntry(place, kind, version, revision, false),
        new SyncedEntry(place, kind, version),
        awaited);
  }

  static boolean isFolder(byte[] packed) {
    return KINDS.get(packed[0] & KIND_BITS) == NodeKind.FOLDER;
  }

  /** Whether the file system said just this of it. */
  static boolean looksLike(byte[] packed, FileStamp stamp) {
    NodeKind kind = KINDS.get(packed[0] & KIND_BITS);
    if (key(packed) != stamp.key() || entryKind(kind) != stamp.kind()) {
      return false;
    }
    ByteBuffer from = ByteBuffer.wrap(packed);
    from.position(kind == NodeKind.FOLDER ? DIGEST_AT : DIGEST_AT + Sha256.BYTES);
    int length = (int) number(from);
    from.position(from.position() + length);
    return number(from) == stamp.size()
        && from.getLong() == stamp.modifiedNanos()
        && ((packed[0] & UNTOUCHED) != 0 ? stamp.modifiedNanos() : from.getLong())
            == stamp.changedNanos()
        && ((packed[0] & EXECUTABLE) != 0) == stamp.executable();
  }

  /** The node's name. */
  static String name(byte[] packed) {
    ByteBuffer from = ByteBuffer.wrap(packed);
    from.position(isFolder(packed) ? DIGEST_AT : DIGEST_AT + Sha256.BYTES);
    int length = (int) number(from);
    return new String(packed, from.position(), length, StandardCharsets.UTF_8);
  }

  /** The file system's key of the file. */
  static long key(byte[] packed) {
    long key = 0;
    for (int at = 1; at < DIGEST_AT; at++) {
      key = (key << Byte.SIZE) | (packed[at] & 0xFF);
    }
    return key;
  }

  /** False when this is not its digest; true says little. Not of folders. */
  static boolean mayHaveDigest(byte[] packed, Sha256 digest) {
    return packed[DIGEST_AT] == (byte) (digest.a() >>> (Long.SIZE - Byte.SIZE))
        && packed[DIGEST_AT + 1] == (byte) (digest.a() >>> (Long.SIZE - 2 * Byte.SIZE));
  }

  /** The digest of a file that holds something; null of all else. */
  static @Nullable Sha256 contentDigest(byte[] packed) {
    if (KINDS.get(packed[0] & KIND_BITS) != NodeKind.FILE) {
      return null;
    }
    ByteBuffer from = ByteBuffer.wrap(packed);
    from.position(DIGEST_AT);
    Sha256 digest = Sha256.read(from);
    from.position(from.position() + (int) number(from));
    return number(from) == 0 ? null : digest;
  }

  private static Sha256 singleChunk(Sha256 digest) {
    ByteBuffer stored = ByteBuffer.allocate(Sha256.BYTES);
    digest.write(stored);
    return Sha256.ofBytes(HASH.get().digest(stored.array())); // as of Recipe, but with no new hash
  }

  private static EntryKind entryKind(NodeKind kind) {
    return switch (kind) {
      case FILE -> EntryKind.FILE;
      case FOLDER -> EntryKind.FOLDER;
      case LINK -> EntryKind.LINK;
    };
  }

  /** A text in UTF-8; null when it could not be read back, as with half a surrogate pair. */
  private static byte @Nullable [] exactly(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8).equals(text) ? bytes : null;
  }

  private static void putNumber(ByteBuffer into, long number) {
    long left = number;
    while ((left & ~0x7FL) != 0) {
      into.put((byte) (left | 0x80));
      left >>>= 7;
    }
    into.put((byte) left);
  }

  private static long number(ByteBuffer from) {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      next = from.get();
      number |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }
}
