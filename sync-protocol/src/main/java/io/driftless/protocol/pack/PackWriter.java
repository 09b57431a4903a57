package io.driftless.protocol.pack;

import io.driftless.protocol.chunk.EncodedChunk;
import io.driftless.protocol.id.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Puts chunks into one pack. A chunk is never split; the first one always fits. Not safe for
 * several threads.
 */
public final class PackWriter {

  private static final int FIRST_CAPACITY = 1 << 12;

  private final int targetBytes;
  private final List<PackEntry> entries = new ArrayList<>();
  private final Map<Sha256, Integer> places = new HashMap<>();
  private byte[] data = new byte[FIRST_CAPACITY];
  private int length;

  /** A writer that closes packs at {@link PackFormat#TARGET_BYTES}. */
  public PackWriter() {
    this(PackFormat.TARGET_BYTES);
  }

  /**
   * A writer that closes packs at another size.
   *
   * @param targetBytes stored bytes, 1 to {@link PackFormat#MAX_DATA_BYTES}
   */
  public PackWriter(int targetBytes) {
    if (targetBytes < 1 || targetBytes > PackFormat.MAX_DATA_BYTES) {
      throw new IllegalArgumentException("No target size for a pack: " + targetBytes);
    }
    this.targetBytes = targetBytes;
  }

  /** Whether a further chunk belongs into this pack; an empty pack takes any. */
  public boolean fits(EncodedChunk chunk) {
    return entries.isEmpty()
        || (entries.size() < PackFormat.MAX_ENTRIES
            && length + chunk.stored().length <= targetBytes);
  }

  /**
   * Adds a chunk and answers its entry; one that the pack holds already is not added again.
   *
   * @throws IllegalStateException when it does not fit
   */
  public int add(Sha256 hash, EncodedChunk chunk) {
    Integer known = places.get(hash);
    if (known != null) {
      return known;
    }
    if (!fits(chunk)) {
      throw new IllegalStateException("The pack is full at " + length + " bytes");
    }
    int end = length + chunk.stored().length;
    if (end > data.length) {
      data = Arrays.copyOf(data, Math.max(end, Math.min(2 * data.length, targetBytes)));
    }
    System.arraycopy(chunk.stored(), 0, data, length, chunk.stored().length);
    entries.add(
        new PackEntry(hash, length, chunk.stored().length, chunk.rawLength(), chunk.codec()));
    length = end;
    places.put(hash, entries.size() - 1);
    return entries.size() - 1;
  }

  /** The entry of a chunk that the pack holds. */
  public OptionalInt entryOf(Sha256 hash) {
    Integer known = places.get(hash);
    return known == null ? OptionalInt.empty() : OptionalInt.of(known);
  }

  /** Whether nothing was added yet; an empty pack can't be finished. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Stored bytes so far. */
  public int dataLength() {
    return length;
  }

  /** The finished pack; the writer is not to be used afterwards. */
  public Pack finish() {
    PackIndex index = new PackIndex(entries);
    byte[] footer = index.footer();
    byte[] bytes = Arrays.copyOf(data, length + footer.length);
    System.arraycopy(footer, 0, bytes, length, footer.length);
    return new Pack(bytes, index);
  }
}
