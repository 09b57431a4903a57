package io.driftless.server.chunk;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.pack.PackEntry;
import io.driftless.protocol.pack.PackFormatException;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.MissingPackException;
import io.driftless.server.commit.PackFooter;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads the footers of packs that commits name, some at once, and remembers those last read: the
 * chunks of many small files share a pack, so that several commits in a row name it. A footer never
 * changes, and a pack that is absent is asked for again.
 */
@ApplicationScoped
public class PackFooters {

  /** How many reads one request may have under way. */
  private static final int AT_ONCE = 8;

  /** How many chunks the remembered footers may have in all; about 100 bytes of memory each. */
  private static final int MOST_REMEMBERED = 200_000;

  @Inject private ChunkStore blobs;
  @Resource private ManagedExecutorService executor;

  private final Map<Key, PackFooter.Found> remembered = new LinkedHashMap<>(64, 0.75f, true);
  private int rememberedChunks;

  /**
   * The footers of these packs, none beyond those that exceed {@link Limits#MAX_COMMIT_CHUNKS}
   * together. Never call it while a row is locked.
   *
   * @throws io.driftless.server.blob.ChunkStoreUnavailableException when the store does not answer
   */
  public Map<PackId, PackFooter> read(String container, Set<PackId> packs) {
    Map<PackId, PackFooter> footers = new HashMap<>();
    List<PackId> unknown = new ArrayList<>();
    for (PackId pack : packs) {
      PackFooter.Found known = remembered(new Key(container, pack));
      if (known != null) {
        footers.put(pack, known);
      } else {
        unknown.add(pack);
      }
    }
    for (int from = 0;
        from < unknown.size() && entries(footers) <= Limits.MAX_COMMIT_CHUNKS;
        from += AT_ONCE) {
      List<PackId> some = unknown.subList(from, Math.min(from + AT_ONCE, unknown.size()));
      footers.putAll(readSome(container, some));
    }
    return footers;
  }

  private static long entries(Map<PackId, PackFooter> footers) {
    return footers.values().stream()
        .mapToLong(footer -> footer instanceof PackFooter.Found found ? found.entries().size() : 0)
        .sum();
  }

  private Map<PackId, PackFooter> readSome(String container, List<PackId> packs) {
    if (packs.size() == 1) {
      return Map.of(packs.get(0), readOne(container, packs.get(0)));
    }
    Map<PackId, Future<PackFooter>> reads = new LinkedHashMap<>();
    for (PackId pack : packs) {
      reads.put(pack, executor.submit(() -> readOne(container, pack)));
    }
    Map<PackId, PackFooter> footers = new HashMap<>();
    reads.forEach((pack, read) -> footers.put(pack, result(read)));
    return footers;
  }

  private static PackFooter result(Future<PackFooter> read) {
    try {
      return read.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a footer was read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("A footer can't be read", e);
    }
  }

  private PackFooter readOne(String container, PackId pack) {
    try {
      List<PackEntry> entries = blobs.readIndex(container, pack).entries();
      PackFooter.Found found = new PackFooter.Found(locations(pack, entries));
      remember(new Key(container, pack), found);
      return found;
    } catch (MissingPackException e) {
      return new PackFooter.Absent();
    } catch (PackFormatException e) {
      return new PackFooter.Damaged(e.getMessage() == null ? "No pack" : e.getMessage());
    }
  }

  /** Where a pack with these entries holds its chunks. */
  public static List<ChunkLocation> locations(PackId pack, List<PackEntry> entries) {
    List<ChunkLocation> locations = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      PackEntry entry = entries.get(i);
      locations.add(
          new ChunkLocation(
              entry.hash(),
              pack,
              i,
              entry.offset(),
              entry.storedLength(),
              entry.rawLength(),
              entry.codec().id()));
    }
    return locations;
  }

  private synchronized PackFooter.@Nullable Found remembered(Key pack) {
    return remembered.get(pack);
  }

  private synchronized void remember(Key pack, PackFooter.Found footer) {
    if (remembered.put(pack, footer) == null) {
      rememberedChunks += footer.entries().size();
    }
    var oldest = remembered.entrySet().iterator();
    while (rememberedChunks > MOST_REMEMBERED && remembered.size() > 1) {
      rememberedChunks -= oldest.next().getValue().entries().size();
      oldest.remove();
    }
  }

  /** A pack is known in its own container only, whatever other workspaces name. */
  private record Key(String container, PackId pack) {}
}
