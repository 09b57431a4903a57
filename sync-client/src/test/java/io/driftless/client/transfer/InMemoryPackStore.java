package io.driftless.client.transfer;

import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The fake: passes {@link PackStoreContract}, remembers what was read. */
final class InMemoryPackStore implements PackStore {

  final Map<PackId, byte[]> packs = new ConcurrentHashMap<>();
  final List<String> reads = new CopyOnWriteArrayList<>();
  volatile boolean down;

  @Override
  public void put(WorkspaceId workspace, PackId pack, byte[] bytes, TransferWatch watch)
      throws TransferException {
    check(watch);
    byte[] there = packs.putIfAbsent(pack, bytes.clone());
    if (there != null && !Arrays.equals(there, bytes)) {
      throw new TransferException(Kind.TAKEN, "Pack " + pack + " has other content");
    }
    watch.uploaded(bytes.length);
  }

  @Override
  public byte[] read(
      WorkspaceId workspace, PackId pack, long offset, int length, TransferWatch watch)
      throws TransferException {
    check(watch);
    byte[] bytes = packs.get(pack);
    if (bytes == null || offset + length > bytes.length) {
      throw new TransferException(Kind.MISSING, "Pack " + pack + " is not there");
    }
    reads.add(offset + "+" + length);
    watch.downloaded(length);
    return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
  }

  private void check(TransferWatch watch) throws TransferException {
    if (watch.stopped()) {
      throw Retries.stopped();
    }
    if (down) {
      throw new TransferException(Kind.UNREACHABLE, "The blob store was switched off");
    }
  }
}
