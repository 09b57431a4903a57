package io.driftless.simulator;

import io.driftless.client.transfer.PackStore;
import io.driftless.client.transfer.TransferException;
import io.driftless.client.transfer.TransferWatch;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.pack.PackEntry;
import io.driftless.protocol.pack.PackFormatException;
import io.driftless.protocol.pack.PackIndex;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.server.commit.PackFooter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The blob store: durable and create-only, reached over a line that fails now and then. */
final class SimBlobs {

  private final World world;
  private final Map<PackId, byte[]> packs = new LinkedHashMap<>();
  private boolean swallows;

  SimBlobs(World world) {
    this.world = world;
  }

  /** What the server reads of a pack before it applies a commit. */
  PackFooter footer(PackId pack) {
    byte[] bytes = packs.get(pack);
    if (bytes == null) {
      return new PackFooter.Absent();
    }
    try {
      List<ChunkLocation> entries = new ArrayList<>();
      for (PackEntry entry : PackIndex.read(bytes).entries()) {
        entries.add(
            new ChunkLocation(
                entry.hash(),
                pack,
                entries.size(),
                entry.offset(),
                entry.storedLength(),
                entry.rawLength(),
                entry.codec().id()));
      }
      return new PackFooter.Found(entries);
    } catch (PackFormatException e) {
      return new PackFooter.Damaged(String.valueOf(e.getMessage()));
    }
  }

  /** All packs are gone, behind everybody's back; answers which. */
  Set<PackId> lose() {
    Set<PackId> lost = Set.copyOf(packs.keySet());
    packs.clear();
    return lost;
  }

  /** The next pack is taken and lost. */
  void swallow() {
    swallows = true;
  }

  /** The store as one device reaches it. */
  PackStore reachedBy(SimLine line, String device) {
    Sites sites = new Sites(device);
    return new PackStore() {
      @Override
      public void put(WorkspaceId workspace, PackId pack, byte[] bytes, TransferWatch watch)
          throws TransferException {
        sites.fail(line);
        if (swallows) {
          swallows = false;
          return;
        }
        byte[] before = packs.putIfAbsent(pack, bytes.clone());
        if (before != null && !Arrays.equals(before, bytes)) {
          throw new TransferException(TransferException.Kind.TAKEN, "There is such a pack");
        }
        sites.fail(line);
      }

      @Override
      public byte[] read(
          WorkspaceId workspace, PackId pack, long offset, int length, TransferWatch watch)
          throws TransferException {
        sites.fail(line);
        byte[] bytes = packs.get(pack);
        if (bytes == null || offset + length > bytes.length) {
          throw new TransferException(TransferException.Kind.MISSING, "There is no such pack");
        }
        byte[] range = Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
        if (sites.damage.fires()) {
          range[sites.damage.how().below(length)] ^= 1;
        }
        return range;
      }
    };
  }

  private final class Sites {
    final FaultSite crash;
    final FaultSite breaks;
    final FaultSite damage;

    Sites(String device) {
      crash = world.site(device + " crashes in a transfer", 400);
      breaks = world.site(device + " transfer breaks", 25);
      damage = world.site(device + " transfer damaged", 200);
    }

    void fail(SimLine line) throws TransferException {
      if (crash.fires()) {
        throw new Crash();
      }
      if (line.isCut() || breaks.fires()) {
        throw new TransferException(TransferException.Kind.UNREACHABLE, "The line broke");
      }
    }
  }
}
