package io.driftless.protocol.chunk;

import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one stream of content into chunks and takes the digest of the whole in the same pass. Pull:
 * {@link #next} until it answers null, then {@link #sizeBytes} and {@link #digest}. Holds one
 * buffer of twice the profile's maximum, however long the content. Not safe for several threads.
 * Does not close what it reads.
 */
public final class Chunker {

  private static final int READ_STEP = 1 << 18;
  private static final int LEAST_BUFFER = 1 << 12;

  private final ReadableByteChannel in;
  private final CutPoint cutPoint;
  private final int maxBytes;
  private final MessageDigest chunkDigest = Sha256.newDigest();
  private final MessageDigest fileDigest = Sha256.newDigest();

  private byte[] buffer;
  private int from;
  private int filled;
  private boolean ended;
  private long offset;
  private @Nullable Chunk current;
  private @Nullable Sha256 whole;

  /** Reads from the channel's position to its end. The channel must block. */
  public Chunker(ReadableByteChannel in, ChunkingProfile profile) {
    this(in, profile, READ_STEP);
  }

  /**
   * Reads from the channel's position to its end.
   *
   * @param expectedBytes about how much that is, so that small content takes a small buffer
   */
  public Chunker(ReadableByteChannel in, ChunkingProfile profile, long expectedBytes) {
    this.in = in;
    this.cutPoint = new CutPoint(profile);
    this.maxBytes = profile.maxBytes();
    int room = (int) Math.min(expectedBytes + 1, Math.min(READ_STEP, maxBytes));
    this.buffer = new byte[Math.max(LEAST_BUFFER, room)];
  }

  /** Reads a stream to its end. */
  public Chunker(InputStream in, ChunkingProfile profile) {
    this(Channels.newChannel(in), profile);
  }

  /**
   * The next chunk, null behind the last one. Empty content has none.
   *
   * @throws IOException as the source throws it; the chunker is of no use afterwards
   */
  public @Nullable Chunk next() throws IOException {
    if (current != null) {
      from += current.length();
      offset = current.end();
    }
    fill();
    int available = filled - from;
    if (available == 0) {
      current = null;
      if (whole == null) {
        whole = Sha256.ofBytes(fileDigest.digest());
      }
      return null;
    }
    int length = cutPoint.find(buffer, from, available);
    chunkDigest.update(buffer, from, length);
    Sha256 hash = Sha256.ofBytes(chunkDigest.digest());
    if (offset == 0 && ended && length == available) {
      whole = hash; // a file of one chunk is hashed once
    } else {
      fileDigest.update(buffer, from, length);
    }
    current = new Chunk(offset, length, hash);
    return current;
  }

  /**
   * The raw bytes of the chunk that {@link #next} answered last, read-only; valid until the next
   * call.
   */
  public ByteBuffer content() {
    Chunk chunk = current;
    if (chunk == null) {
      throw new IllegalStateException("There is no current chunk");
    }
    return ByteBuffer.wrap(buffer, from, chunk.length()).slice().asReadOnlyBuffer();
  }

  /** A copy of the raw bytes of the current chunk. */
  public byte[] copy() {
    ByteBuffer content = content();
    byte[] copy = new byte[content.remaining()];
    content.get(copy);
    return copy;
  }

  /** How many bytes the content had; known once {@link #next} answered null. */
  public long sizeBytes() {
    digest();
    return offset;
  }

  /** The digest of the whole content; known once {@link #next} answered null. */
  public Sha256 digest() {
    if (whole == null || current != null) {
      throw new IllegalStateException("The content was not read to its end");
    }
    return whole;
  }

  /** Reads until a longest chunk is in the buffer or the content ended. */
  private void fill() throws IOException {
    if (ended || filled - from >= maxBytes) {
      return;
    }
    if (from > 0 && buffer.length - from < maxBytes) {
      System.arraycopy(buffer, from, buffer, 0, filled - from);
      filled -= from;
      from = 0;
    }
    while (!ended && filled - from < maxBytes) {
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(2 * maxBytes, buffer.length * 2));
      }
      int read = in.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled));
      if (read < 0) {
        ended = true;
      } else {
        filled += read;
      }
    }
  }
}
