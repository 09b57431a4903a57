package io.driftless.protocol.pack;

import static io.driftless.protocol.pack.PackFormat.ENTRY_BYTES;
import static io.driftless.protocol.pack.PackFormat.TRAILER_BYTES;

import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.pack.PackFormatException.Problem;
import io.driftless.protocol.recipe.ChunkLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a pack says it holds. Every instance is sound in itself: entries follow each other without
 * gap or overlap from offset 0, all lengths are within the limits, no chunk stands twice. Whether
 * the chunks are what it declares is known only when they are opened.
 *
 * @param entries in the order of their bytes; 1 to {@link PackFormat#MAX_ENTRIES}
 */
public record PackIndex(List<PackEntry> entries) {

  /** Takes entries that hold together; throws {@link IllegalArgumentException} otherwise. */
  public PackIndex {
    entries = List.copyOf(entries);
    try {
      check(entries);
    } catch (PackFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Reads the index from the end of a pack, in one read of {@link PackFormat#USUAL_FOOTER_BYTES}
   * and seldom a second one.
   *
   * @throws PackFormatException when it is no pack or its footer does not hold together
   * @throws IOException as the source throws it
   */
  public static PackIndex read(PackTail pack) throws IOException {
    long length = pack.length();
    if (length < PackFormat.MIN_PACK_BYTES || length > PackFormat.MAX_PACK_BYTES) {
      throw new PackFormatException(
          Problem.LENGTH,
          "A pack has %d to %d bytes, this blob has %d"
              .formatted(PackFormat.MIN_PACK_BYTES, PackFormat.MAX_PACK_BYTES, length));
    }
    byte[] end = last(pack, (int) Math.min(length, PackFormat.USUAL_FOOTER_BYTES));
    Trailer trailer = Trailer.read(end, length);
    int footer = trailer.indexLength() + TRAILER_BYTES;
    if (footer > end.length) {
      end = last(pack, footer);
    }
    int from = end.length - footer;
    byte[] index = Arrays.copyOfRange(end, from, from + trailer.indexLength());
    if (!Sha256.digest(index).equals(trailer.checksum())) {
      throw new PackFormatException(
          Problem.INDEX_CHECKSUM, "The index of the pack does not have the digest it declares");
    }
    return parse(index, (int) (length - footer));
  }

  /** Reads the index of a pack that is in memory. */
  public static PackIndex read(byte[] pack) throws PackFormatException {
    try {
      return read(
          new PackTail() {
            @Override
            public long length() {
              return pack.length;
            }

            @Override
            public byte[] last(int count) {
              return Arrays.copyOfRange(pack, pack.length - count, pack.length);
            }
          });
    } catch (PackFormatException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("An array can be read", e);
    }
  }

  /** The entries as places of their chunks. */
  public List<ChunkLocation> locations(PackId pack) {
    return IntStream.range(0, entries.size()).mapToObj(i -> location(pack, i)).toList();
  }

  private ChunkLocation location(PackId pack, int at) {
    PackEntry entry = entries.get(at);
    return new ChunkLocation(
        entry.hash(),
        pack,
        at,
        entry.offset(),
        entry.storedLength(),
        entry.rawLength(),
        entry.codec().id());
  }

  /** How many bytes of the pack are chunks. */
  public int dataLength() {
    return entries.get(entries.size() - 1).end();
  }

  /** The length of the whole pack. */
  public int packLength() {
    return dataLength() + entries.size() * ENTRY_BYTES + TRAILER_BYTES;
  }

  /** The footer: index and trailer. */
  public byte[] footer() {
    ByteBuffer index = ByteBuffer.allocate(entries.size() * ENTRY_BYTES);
    for (PackEntry entry : entries) {
      entry.hash().write(index);
      index.putInt(entry.offset()).putInt(entry.storedLength()).putInt(entry.rawLength());
      index.put((byte) entry.codec().id());
    }
    ByteBuffer footer = ByteBuffer.allocate(index.capacity() + TRAILER_BYTES);
    footer.put(index.array());
    Sha256.digest(index.array()).write(footer);
    footer.putInt(index.capacity()).putShort((short) PackFormat.VERSION).putLong(PackFormat.MAGIC);
    return footer.array();
  }

  private static byte[] last(PackTail pack, int count) throws IOException {
    byte[] end = pack.last(count);
    if (end.length != count) {
      throw new IOException("Asked for the last %d bytes, got %d".formatted(count, end.length));
    }
    return end;
  }

  private static PackIndex parse(byte[] index, int dataLength) throws PackFormatException {
    List<PackEntry> entries = new ArrayList<>(index.length / ENTRY_BYTES);
    ByteBuffer from = ByteBuffer.wrap(index);
    while (from.hasRemaining()) {
      Sha256 hash = Sha256.read(from);
      int offset = from.getInt();
      int storedLength = from.getInt();
      int rawLength = from.getInt();
      int codecId = Byte.toUnsignedInt(from.get());
      ChunkCodec codec =
          ChunkCodec.ofId(codecId)
              .orElseThrow(
                  () ->
                      new PackFormatException(
                          Problem.CODEC, "Chunk %s has codec %d".formatted(hash, codecId)));
      entries.add(new PackEntry(hash, offset, storedLength, rawLength, codec));
    }
    check(entries);
    int end = entries.get(entries.size() - 1).end();
    if (end != dataLength) {
      throw new PackFormatException(
          Problem.DATA_LENGTH,
          "The chunks of the pack end at %d and its index begins at %d".formatted(end, dataLength));
    }
    return new PackIndex(entries);
  }

  private static void check(List<PackEntry> entries) throws PackFormatException {
    if (entries.isEmpty() || entries.size() > PackFormat.MAX_ENTRIES) {
      throw new PackFormatException(
          Problem.INDEX_LENGTH,
          "A pack has 1 to %d chunks, not %d".formatted(PackFormat.MAX_ENTRIES, entries.size()));
    }
    Set<Sha256> seen = new HashSet<>(2 * entries.size());
    int end = 0;
    for (PackEntry entry : entries) {
      checkLengths(entry);
      if (entry.offset() != end) {
        throw new PackFormatException(
            Problem.OFFSET,
            "Chunk %s lies at %d, not at %d".formatted(entry.hash(), entry.offset(), end));
      }
      if (entry.storedLength() > PackFormat.MAX_DATA_BYTES - end) {
        throw new PackFormatException(
            Problem.DATA_LENGTH,
            "The chunks of the pack have more than " + PackFormat.MAX_DATA_BYTES + " bytes");
      }
      if (!seen.add(entry.hash())) {
        throw new PackFormatException(
            Problem.DUPLICATE, "Chunk %s stands twice in the pack".formatted(entry.hash()));
      }
      end = entry.end();
    }
  }

  private static void checkLengths(PackEntry entry) throws PackFormatException {
    int stored = entry.storedLength();
    int raw = entry.rawLength();
    boolean fits =
        switch (entry.codec()) {
          case RAW -> stored == raw;
          case ZSTD -> stored < raw;
        };
    if (stored < 1 || raw > ChunkingProfile.MAX_CHUNK_BYTES || !fits) {
      throw new PackFormatException(
          Problem.ENTRY_LENGTH,
          "Chunk %s declares %d bytes stored as %d, codec %s"
              .formatted(entry.hash(), raw, stored, entry.codec()));
    }
  }
}
