package io.driftless.client.store;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A node's three sides as one value of the database. Its form is part of the schema's version. */
final class NodeCodec {

  /** A kind is stored as its place in these lists. */
  private static final List<EntryKind> ENTRY_KINDS =
      List.of(EntryKind.FILE, EntryKind.FOLDER, EntryKind.LINK, EntryKind.OTHER);

  private static final List<NodeKind> NODE_KINDS =
      List.of(NodeKind.FILE, NodeKind.FOLDER, NodeKind.LINK);

  private NodeCodec() {}

  static byte[] key(NodeId id) {
    return ByteBuffer.allocate(16)
        .putLong(id.value().getMostSignificantBits())
        .putLong(id.value().getLeastSignificantBits())
        .array();
  }

  static NodeId key(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    return new NodeId(new UUID(from.getLong(), from.getLong()));
  }

  static byte[] encode(NodeState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(400);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      LocalEntry local = state.local();
      RemoteEntry remote = state.remote();
      SyncedEntry synced = state.synced();
      out.writeByte((local == null ? 0 : 1) | (remote == null ? 0 : 2) | (synced == null ? 0 : 4));
      out.writeLong(state.awaited().value());
      if (local != null) {
        write(out, local);
      }
      if (remote != null) {
        write(out, remote.place());
        out.writeByte(NODE_KINDS.indexOf(remote.kind()));
        write(out, remote.version());
        out.writeLong(remote.revision().value());
        out.writeBoolean(remote.deleted());
      }
      if (synced != null) {
        write(out, synced.place());
        out.writeByte(NODE_KINDS.indexOf(synced.kind()));
        write(out, synced.version());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static NodeState decode(NodeId id, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int sides = in.get();
      Revision awaited = new Revision(in.getLong());
      LocalEntry local = (sides & 1) == 0 ? null : readLocal(in);
      RemoteEntry remote =
          (sides & 2) == 0
              ? null
              : new RemoteEntry(
                  readPlace(in),
                  NODE_KINDS.get(in.get()),
                  readVersion(in),
                  new Revision(in.getLong()),
                  readBoolean(in));
      SyncedEntry synced =
          (sides & 4) == 0
              ? null
              : new SyncedEntry(readPlace(in), NODE_KINDS.get(in.get()), readVersion(in));
      return new NodeState(id, local, remote, synced, awaited);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("Node " + id + " is stored unreadably", e);
    }
  }

  private static void write(DataOutputStream out, LocalEntry local) throws IOException {
    write(out, local.place());
    writeText(out, local.shownAs());
    out.writeByte(NODE_KINDS.indexOf(local.kind()));
    FileStamp stamp = local.stamp();
    out.writeByte(ENTRY_KINDS.indexOf(stamp.kind()));
    out.writeLong(stamp.size());
    out.writeLong(stamp.modifiedNanos());
    out.writeLong(stamp.changedNanos());
    out.writeLong(stamp.key());
    out.writeBoolean(stamp.executable());
    FileContent content = local.content();
    out.writeBoolean(content != null);
    if (content != null) {
      out.writeLong(content.size());
      write(out, content.digest());
      out.writeBoolean(content.executable());
      out.writeByte(content.profile());
      out.writeBoolean(content.recipe() != null);
      if (content.recipe() != null) {
        write(out, content.recipe());
      }
      writeText(out, content.linkTarget());
    }
  }

  private static LocalEntry readLocal(ByteBuffer in) {
    Place place = readPlace(in);
    String shownAs = readText(in);
    NodeKind kind = NODE_KINDS.get(in.get());
    FileStamp stamp =
        new FileStamp(
            ENTRY_KINDS.get(in.get()),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            readBoolean(in));
    FileContent content =
        readBoolean(in)
            ? new FileContent(
                in.getLong(),
                Sha256.read(in),
                readBoolean(in),
                in.get() & 0xFF,
                readBoolean(in) ? Sha256.read(in) : null,
                readText(in))
            : null;
    return new LocalEntry(place, shownAs, kind, stamp, content);
  }

  private static void write(DataOutputStream out, Place place) throws IOException {
    out.write(key(place.parent()));
    writeText(out, place.name());
  }

  private static Place readPlace(ByteBuffer in) {
    NodeId parent = new NodeId(new UUID(in.getLong(), in.getLong()));
    String name = readText(in);
    return new Place(parent, name == null ? "" : name);
  }

  private static void write(DataOutputStream out, @Nullable FileVersion version)
      throws IOException {
    out.writeBoolean(version != null);
    if (version != null) {
      out.writeInt(version.number().value());
      out.writeLong(version.size());
      write(out, version.digest());
      out.writeLong(version.modifiedNanos());
      out.writeBoolean(version.executable());
      out.writeByte(version.profile());
      writeText(out, version.linkTarget());
    }
  }

  private static @Nullable FileVersion readVersion(ByteBuffer in) {
    return readBoolean(in)
        ? new FileVersion(
            new VersionNumber(in.getInt()),
            in.getLong(),
            Sha256.read(in),
            in.getLong(),
            readBoolean(in),
            in.get() & 0xFF,
            readText(in))
        : null;
  }

  private static void write(DataOutputStream out, Sha256 digest) throws IOException {
    out.write(digest.bytes());
  }

  private static boolean readBoolean(ByteBuffer in) {
    return in.get() != 0;
  }

  private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeShort(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static @Nullable String readText(ByteBuffer in) {
    int length = in.getShort();
    if (length < 0) {
      return null;
    }
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
