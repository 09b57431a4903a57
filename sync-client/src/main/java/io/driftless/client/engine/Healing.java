package io.driftless.client.engine;

import io.driftless.client.plan.Action;
import io.driftless.client.plan.Planner;
import io.driftless.client.store.ChunkSpot;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.recipe.ChunkLocation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings chunks back that the server has lost: a pack was committed, and then the verifier found it
 * gone or lying. Files that still hold such chunks are noted in the database, their missing chunks
 * go up again, and a put of the same content names the new packs.
 */
final class Healing {

  private static final String HEALING = "healing";

  private final Core core;
  private final Uploads uploads;
  private final Changes changes;
  private final Set<NodeId> files = new LinkedHashSet<>();

  Healing(Core core, Uploads uploads, Changes changes) {
    this.core = core;
    this.uploads = uploads;
    this.changes = changes;
  }

  void load(Map<String, byte[]> values) {
    byte[] stored = values.get(HEALING);
    if (stored != null) {
      ByteBuffer from = ByteBuffer.wrap(stored);
      while (from.hasRemaining()) {
        add(new NodeId(new UUID(from.getLong(), from.getLong())));
      }
    }
  }

  boolean isIdle() {
    return files.isEmpty();
  }

  /** Forgets a pack, and notes the files here that hold what was in it. */
  void rejected(PackId pack) {
    Set<Sha256> lost = new LinkedHashSet<>(core.ports.store().chunksIn(pack));
    for (ChunkLocation noted : core.batch().chunks()) {
      if (noted.pack().equals(pack)) {
        lost.add(noted.hash());
      }
    }
    uploads.lost(Set.of(pack));
    Map<Sha256, ChunkSpot> spots = core.ports.store().spots(lost);
    for (Sha256 chunk : lost) {
      ChunkSpot spot = spots.get(chunk);
      NodeId whole = core.byDigest(chunk);
      NodeId holder = whole != null || spot == null ? whole : core.byDigest(spot.content());
      if (holder != null) {
        add(holder);
      }
    }
    save();
    core.wake();
  }

  private void add(NodeId file) {
    files.add(file);
    changes.sendWhole(file); // a copy of the base would name no pack
  }

  /** Puts that can go now; a file that holds something else by now is left to the planner. */
  List<Action.Send> ready(Planner planner) {
    List<Action.Send> ready = new ArrayList<>();
    for (NodeId file : List.copyOf(files)) {
      if (core.isBusy(file)) {
        continue;
      }
      NodeState node = core.trees.get(file);
      LocalEntry local = node.local();
      if (local != null && local.content() == null) {
        continue; // being read
      }
      if (local == null || !isSame(local.content(), node.remote())) {
        done(file);
      } else if (planner.plan(file).isEmpty() && uploads.isReady(file)) {
        ready.add(new Action.SendPut(file));
      }
    }
    return ready;
  }

  /** A put of the file was taken, or it can't help any more. */
  void done(NodeId file) {
    if (files.remove(file)) {
      changes.done(file);
      save();
    }
  }

  private static boolean isSame(@Nullable FileContent here, @Nullable RemoteEntry remote) {
    FileVersion there = remote == null || remote.deleted() ? null : remote.version();
    return here != null && there != null && here.digest().equals(there.digest());
  }

  private void save() {
    ByteBuffer into = ByteBuffer.allocate(files.size() * 2 * Long.BYTES);
    for (NodeId file : files) {
      into.putLong(file.value().getMostSignificantBits());
      into.putLong(file.value().getLeastSignificantBits());
    }
    core.value(HEALING, files.isEmpty() ? null : into.array());
  }
}
