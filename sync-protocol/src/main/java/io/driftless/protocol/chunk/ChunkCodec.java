package io.driftless.protocol.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.Optional;

/** How a chunk's bytes are stored in a pack. Ids are part of the format and never change. */
public enum ChunkCodec {
  /** As they are. */
  RAW(0),
  /** A zstd frame (RFC 8878), written at level 1. */
  ZSTD(1);

  private final int id;

  ChunkCodec(int id) {
    this.id = id;
  }

  /** The codec with this id; empty when it is of a later version of the format. */
  public static Optional<ChunkCodec> ofId(int id) {
    return id == 0 ? Optional.of(RAW) : id == 1 ? Optional.of(ZSTD) : Optional.empty();
  }

  /** The number that stands for the codec in a pack; one byte. */
  public int id() {
    return id;
  }

  /** Compresses a chunk; it stays raw when that does not make it shorter. */
  public static EncodedChunk encode(byte[] raw) {
    byte[] frame = ZstdEncoder.encode(raw);
    if (frame.length < raw.length) {
      return new EncodedChunk(ZSTD, frame, raw.length);
    }
    return new EncodedChunk(RAW, raw, raw.length);
  }

  /**
   * The raw bytes of a stored chunk. Never allocates or writes more than {@code rawLength},
   * whatever the stored bytes say; the caller compares the digest.
   *
   * @param rawLength as declared by the pack; 1 to {@link ChunkingProfile#MAX_CHUNK_BYTES}
   * @throws DamagedChunkException when the bytes do not give exactly that length
   */
  public byte[] decode(byte[] stored, int rawLength) throws DamagedChunkException {
    return decode(stored, 0, stored.length, rawLength);
  }

  /** As {@link #decode(byte[], int)}, for stored bytes that are part of an array. */
  public byte[] decode(byte[] source, int offset, int storedLength, int rawLength)
      throws DamagedChunkException {
    if (rawLength < 1 || rawLength > ChunkingProfile.MAX_CHUNK_BYTES) {
      throw new DamagedChunkException("A chunk declares " + rawLength + " raw bytes");
    }
    return switch (this) {
      case RAW -> copy(source, offset, storedLength, rawLength);
      case ZSTD -> decompress(source, offset, storedLength, rawLength);
    };
  }

  private static byte[] copy(byte[] source, int offset, int storedLength, int rawLength)
      throws DamagedChunkException {
    if (storedLength != rawLength) {
      throw new DamagedChunkException(
          "A chunk stored raw has " + storedLength + " bytes and declares " + rawLength);
    }
    return Arrays.copyOfRange(source, offset, offset + storedLength);
  }

  private static byte[] decompress(byte[] source, int offset, int storedLength, int rawLength)
      throws DamagedChunkException {
    byte[] raw = new byte[rawLength];
    long length;
    try {
      length = Zstd.decompressByteArray(raw, 0, rawLength, source, offset, storedLength);
    } catch (ZstdException e) {
      throw new DamagedChunkException(
          "A compressed chunk that declares " + rawLength + " raw bytes is damaged", e);
    }
    if (length != rawLength) {
      throw new DamagedChunkException(
          "A compressed chunk gives " + length + " bytes and declares " + rawLength);
    }
    return raw;
  }
}
