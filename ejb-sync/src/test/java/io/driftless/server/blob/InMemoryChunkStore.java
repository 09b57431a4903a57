package io.driftless.server.blob;

import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.pack.PackFormatException;
import io.driftless.protocol.pack.PackIndex;
import io.driftless.server.blob.PackPage.StoredPack;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The fake for tests and the simulator: passes {@link ChunkStoreContract}, can be switched off, and
 * lets a test damage a pack.
 */
public final class InMemoryChunkStore implements ChunkStore {

  @SuppressWarnings("ArrayRecordComponent") // carries bytes; never compared
  private record Blob(byte[] bytes, Instant createdAt) {}

  private final Map<String, NavigableMap<PackId, Blob>> containers = new ConcurrentHashMap<>();
  private final Clock clock;
  private volatile boolean down;

  public InMemoryChunkStore(Clock clock) {
    this.clock = clock;
  }

  /** From now on every call fails as if the store did not answer, or no longer. */
  public void setDown(boolean down) {
    this.down = down;
  }

  /** Puts other bytes in the place of a pack, as no real store would. */
  public void damage(String container, PackId pack, byte[] bytes) {
    container(container).put(pack, new Blob(bytes.clone(), clock.instant()));
  }

  @Override
  public void ping() {
    if (down) {
      throw new ChunkStoreUnavailableException("The blob store was switched off", null);
    }
  }

  @Override
  public void ensureContainer(String container) {
    ping();
    containers.computeIfAbsent(container, name -> new ConcurrentSkipListMap<>());
  }

  @Override
  public Sas pass(String container, BlobAccess access, Instant expires) {
    if (expires.isAfter(clock.instant().plus(MAX_PASS))) {
      throw new IllegalArgumentException("A pass is good for at most " + MAX_PASS);
    }
    return new Sas(
        "http://blobs.invalid/account/" + container, "access=" + access, expires.toEpochMilli());
  }

  @Override
  public OptionalLong length(String container, PackId pack) {
    ping();
    NavigableMap<PackId, Blob> blobs = containers.get(container);
    Blob blob = blobs == null ? null : blobs.get(pack);
    return blob == null ? OptionalLong.empty() : OptionalLong.of(blob.bytes().length);
  }

  @Override
  public PackIndex readIndex(String container, PackId pack) throws PackFormatException {
    return PackIndex.read(blob(container, pack).bytes());
  }

  @Override
  public byte[] read(String container, PackId pack, long offset, int length) {
    byte[] bytes = blob(container, pack).bytes();
    if (offset + length > bytes.length) {
      throw new MissingPackException("Pack " + pack + " ends before byte " + (offset + length));
    }
    return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
  }

  @Override
  public boolean put(String container, PackId pack, byte[] bytes) {
    return container(container).putIfAbsent(pack, new Blob(bytes.clone(), clock.instant())) == null;
  }

  @Override
  public boolean delete(String container, PackId pack) {
    ping();
    NavigableMap<PackId, Blob> blobs = containers.get(container);
    return blobs != null && blobs.remove(pack) != null;
  }

  @Override
  public PackPage list(String container, @Nullable String page, int limit) {
    if (limit < 1 || limit > 5_000) {
      throw new IllegalArgumentException("A page has 1 to 5000 packs, not " + limit);
    }
    NavigableMap<PackId, Blob> blobs = container(container);
    NavigableMap<PackId, Blob> rest = page == null ? blobs : blobs.tailMap(PackId.of(page), false);
    List<StoredPack> packs = new ArrayList<>();
    for (Map.Entry<PackId, Blob> blob : rest.entrySet()) {
      if (packs.size() == limit) {
        return new PackPage(packs, 0, packs.get(limit - 1).pack().toString());
      }
      Blob stored = blob.getValue();
      packs.add(new StoredPack(blob.getKey(), stored.bytes().length, stored.createdAt()));
    }
    return new PackPage(packs, 0, null);
  }

  private NavigableMap<PackId, Blob> container(String container) {
    ping();
    NavigableMap<PackId, Blob> blobs = containers.get(container);
    if (blobs == null) {
      throw new MissingPackException("Container " + container + " is not there");
    }
    return blobs;
  }

  private Blob blob(String container, PackId pack) {
    Blob blob = container(container).get(pack);
    if (blob == null) {
      throw new MissingPackException("Pack " + pack + " is not there");
    }
    return blob;
  }
}
