package io.driftless.simulator;

import io.driftless.client.store.ChunkSpot;
import io.driftless.client.store.ClientStore;
import io.driftless.client.store.StoreBatch;
import io.driftless.client.store.StoreBatch.KnownContent;
import io.driftless.client.tree.NodeState;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The internal database of a device: transactions that are whole or not at all, also in a crash.
 */
final class SimStore implements ClientStore {

  private record Cut(Sha256 content, int profile) {}

  private final Map<NodeId, NodeState> nodes = new LinkedHashMap<>();
  private final Map<String, byte[]> values = new TreeMap<>();
  private final Map<Sha256, ChunkLocation> chunks = new LinkedHashMap<>();
  private final Map<Sha256, ChunkSpot> spots = new LinkedHashMap<>();
  private final Map<Cut, List<Chunk>> cuts = new LinkedHashMap<>();
  private final FaultSite crash;
  private boolean dead;

  SimStore(FaultSite crash) {
    this.crash = crash;
  }

  @Override
  public void loadNodes(Consumer<NodeState> taker) {
    List.copyOf(nodes.values()).forEach(taker);
  }

  @Override
  public Map<String, byte[]> loadValues() {
    return new TreeMap<>(values);
  }

  @Override
  public void write(StoreBatch batch) {
    mayCrash();
    batch.nodes().forEach((id, node) -> putNode(node));
    values.putAll(batch.values());
    batch.droppedValues().forEach(values::remove);
    batch.forgottenChunks().forEach(chunks::remove);
    chunks.values().removeIf(chunk -> batch.forgottenPacks().contains(chunk.pack()));
    batch.chunks().forEach(chunk -> chunks.put(chunk.hash(), chunk));
    batch.contents().forEach(this::putContent);
    mayCrash();
  }

  private void mayCrash() {
    if (dead || crash.fires()) {
      dead = true;
      throw new Crash();
    }
  }

  /** A new life of the device begins. */
  void start() {
    dead = false;
  }

  private void putNode(NodeState node) {
    if (node.isEmpty()) {
      nodes.remove(node.id());
    } else {
      nodes.put(node.id(), node);
    }
  }

  private void putContent(KnownContent content) {
    cuts.put(new Cut(content.digest(), content.profile()), content.chunks());
    for (Chunk chunk : content.chunks()) {
      spots.put(chunk.hash(), new ChunkSpot(content.digest(), chunk.offset(), chunk.length()));
    }
  }

  @Override
  public Map<Sha256, ChunkLocation> chunks(Collection<Sha256> hashes) {
    return found(chunks, hashes);
  }

  @Override
  public List<Sha256> chunksIn(PackId pack) {
    return chunks.values().stream()
        .filter(chunk -> chunk.pack().equals(pack))
        .map(ChunkLocation::hash)
        .toList();
  }

  @Override
  public Map<Sha256, ChunkSpot> spots(Collection<Sha256> hashes) {
    return found(spots, hashes);
  }

  private static <T> Map<Sha256, T> found(Map<Sha256, T> all, Collection<Sha256> hashes) {
    Map<Sha256, T> found = new LinkedHashMap<>();
    for (Sha256 hash : hashes) {
      T one = all.get(hash);
      if (one != null) {
        found.put(hash, one);
      }
    }
    return found;
  }

  @Override
  public @Nullable List<Chunk> cut(Sha256 content, int profile) {
    return cuts.get(new Cut(content, profile));
  }

  @Override
  public void clear() {
    nodes.clear();
    values.clear();
    chunks.clear();
    spots.clear();
    cuts.clear();
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
