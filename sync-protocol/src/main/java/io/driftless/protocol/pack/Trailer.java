package io.driftless.protocol.pack;

import static io.driftless.protocol.pack.PackFormat.ENTRY_BYTES;
import static io.driftless.protocol.pack.PackFormat.TRAILER_BYTES;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.pack.PackFormatException.Problem;
import java.nio.ByteBuffer;

/**
 * The fixed end of a pack.
 *
 * @param checksum digest of the index
 * @param indexLength in bytes; a positive multiple of an entry's length that fits into the pack
 */
record Trailer(Sha256 checksum, int indexLength) {

  /** Reads and checks it; {@code end} are the last bytes of a pack, at least a trailer's. */
  static Trailer read(byte[] end, long packLength) throws PackFormatException {
    ByteBuffer from = ByteBuffer.wrap(end, end.length - TRAILER_BYTES, TRAILER_BYTES);
    Sha256 checksum = Sha256.read(from);
    int indexLength = from.getInt();
    int version = Short.toUnsignedInt(from.getShort());
    if (from.getLong() != PackFormat.MAGIC) {
      throw new PackFormatException(
          Problem.MAGIC, "The blob does not end as a pack does: it is none, or it was cut short");
    }
    if (version != PackFormat.VERSION) {
      throw new PackFormatException(
          Problem.VERSION,
          "The pack has format version %d; this program reads version %d"
              .formatted(version, PackFormat.VERSION));
    }
    if (indexLength < ENTRY_BYTES
        || indexLength > PackFormat.MAX_ENTRIES * ENTRY_BYTES
        || indexLength % ENTRY_BYTES != 0
        || indexLength >= packLength - TRAILER_BYTES) {
      throw new PackFormatException(
          Problem.INDEX_LENGTH,
          "The pack has %d bytes and declares an index of %d".formatted(packLength, indexLength));
    }
    return new Trailer(checksum, indexLength);
  }
}
