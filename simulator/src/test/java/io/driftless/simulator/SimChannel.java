package io.driftless.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An open file of a simulated disk: sees what others write meanwhile, as a real one does. */
final class SimChannel implements SeekableByteChannel {

  /** What happens when bytes are written. */
  interface Written {
    void written() throws IOException;
  }

  private final Inode inode;
  private final Runnable beforeRead;
  private final @Nullable Written written;
  private long position;
  private boolean open = true;

  SimChannel(Inode inode, Runnable beforeRead, @Nullable Written written) {
    this.inode = inode;
    this.beforeRead = beforeRead;
    this.written = written;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    requireOpen();
    beforeRead.run();
    int left = (int) Math.max(0, inode.content.length - position);
    if (left == 0) {
      return -1;
    }
    int count = Math.min(left, into.remaining());
    into.put(inode.content, (int) position, count);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    requireOpen();
    if (written == null) {
      throw new NonWritableChannelException();
    }
    written.written();
    int count = from.remaining();
    int end = (int) position + count;
    byte[] next = Arrays.copyOf(inode.content, Math.max(inode.content.length, end));
    from.get(next, (int) position, count);
    inode.content = next;
    position = end;
    return count;
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return inode.content.length;
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    requireOpen();
    if (written == null) {
      throw new NonWritableChannelException();
    }
    if (size < inode.content.length) {
      inode.content = Arrays.copyOf(inode.content, (int) size);
    }
    position = Math.min(position, size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  private void requireOpen() throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
