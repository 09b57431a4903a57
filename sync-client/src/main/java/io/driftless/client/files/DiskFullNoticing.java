package io.driftless.client.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * A channel whose writes throw {@link DiskFullException} where the system says so in words only.
 */
final class DiskFullNoticing implements SeekableByteChannel {

  private final SeekableByteChannel to;

  DiskFullNoticing(SeekableByteChannel to) {
    this.to = to;
  }

  static IOException translated(IOException e) {
    String words = String.valueOf(e.getMessage());
    return words.contains("No space left") || words.contains("Disk quota exceeded")
        ? new DiskFullException(words, e)
        : e;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    try {
      return to.write(from);
    } catch (IOException e) {
      throw translated(e);
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return to.read(into);
  }

  @Override
  public long position() throws IOException {
    return to.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    to.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return to.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    to.truncate(size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return to.isOpen();
  }

  @Override
  public void close() throws IOException {
    try {
      to.close();
    } catch (IOException e) {
      throw translated(e);
    }
  }
}
