package io.driftless.protocol.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A zstd context with room for its output. Making one costs several times what compressing 4 KiB
 * does, so a few are kept for whoever compresses next; not by thread, since application servers
 * have many.
 */
final class ZstdEncoder {

  private static final int LEVEL = 1;
  private static final int KEPT = 8;

  /** Room for a chunk of the finest profile stays, more is given back. */
  private static final int KEPT_ROOM = 1 << 18;

  private static final BlockingQueue<ZstdEncoder> FREE = new ArrayBlockingQueue<>(KEPT);

  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private byte[] room = {};

  private ZstdEncoder() {
    context.setLevel(LEVEL);
  }

  /** One frame of these bytes. */
  static byte[] encode(byte[] raw) {
    ZstdEncoder free = FREE.poll();
    ZstdEncoder encoder = free == null ? new ZstdEncoder() : free;
    try {
      return encoder.frame(raw);
    } finally {
      if (!FREE.offer(encoder)) {
        encoder.context.close();
      }
    }
  }

  private byte[] frame(byte[] raw) {
    int bound = Math.toIntExact(Zstd.compressBound(raw.length));
    byte[] target = bound <= room.length ? room : new byte[bound];
    if (bound <= KEPT_ROOM) {
      room = target;
    }
    int length = context.compressByteArray(target, 0, target.length, raw, 0, raw.length);
    return Arrays.copyOf(target, length);
  }
}
