package io.driftless.client.store;

import io.driftless.client.tree.NodeState;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be written in one transaction. */
public final class StoreBatch {

  private final Map<NodeId, NodeState> nodes = new LinkedHashMap<>();
  private final Map<String, byte[]> values = new LinkedHashMap<>();
  private final List<String> droppedValues = new ArrayList<>();
  private final Map<Sha256, ChunkLocation> chunks = new LinkedHashMap<>();
  private final Set<Sha256> forgottenChunks = new LinkedHashSet<>();
  private final Set<PackId> forgottenPacks = new LinkedHashSet<>();
  private final List<KnownContent> contents = new ArrayList<>();

  /**
   * A content that was read or placed here.
   *
   * @param digest of the content
   * @param profile that cut it
   * @param chunks in order
   */
  public record KnownContent(Sha256 digest, int profile, List<Chunk> chunks) {
    public KnownContent {
      chunks = List.copyOf(chunks);
    }
  }

  /** The node's new state; the last one counts, an empty one removes it. */
  public void node(NodeState state) {
    nodes.put(state.id(), state);
  }

  /** A value; null removes it. */
  public void value(String key, byte @Nullable [] value) {
    values.remove(key);
    droppedValues.remove(key);
    if (value == null) {
      droppedValues.add(key);
    } else {
      values.put(key, value);
    }
  }

  /** A chunk that may be named in commits. */
  public void chunk(ChunkLocation chunk) {
    forgottenChunks.remove(chunk.hash());
    chunks.put(chunk.hash(), chunk);
  }

  /** A chunk that the server does not have after all. */
  public void forgetChunk(Sha256 chunk) {
    chunks.remove(chunk);
    forgottenChunks.add(chunk);
  }

  /** A pack that the server does not have, or that lies: none of its chunks is known there. */
  public void forgetPack(PackId pack) {
    chunks.values().removeIf(chunk -> chunk.pack().equals(pack));
    forgottenPacks.add(pack);
  }

  /** A content of several chunks; one that is a single chunk says it all by its digest. */
  public void content(KnownContent content) {
    contents.add(content);
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return nodes.isEmpty()
        && values.isEmpty()
        && droppedValues.isEmpty()
        && chunks.isEmpty()
        && forgottenChunks.isEmpty()
        && forgottenPacks.isEmpty()
        && contents.isEmpty();
  }

  /** Changed nodes. */
  public Map<NodeId, NodeState> nodes() {
    return nodes;
  }

  /** New values. */
  public Map<String, byte[]> values() {
    return values;
  }

  /** Keys without value from now on. */
  public List<String> droppedValues() {
    return droppedValues;
  }

  /** New chunks. */
  public Collection<ChunkLocation> chunks() {
    return chunks.values();
  }

  /**
   * What {@link ClientStore#chunks} will answer once this is written.
   *
   * @param store where it will be written
   */
  public Map<Sha256, ChunkLocation> chunksOver(ClientStore store, Collection<Sha256> asked) {
    Map<Sha256, ChunkLocation> stored = store.chunks(asked);
    if (chunks.isEmpty() && forgottenChunks.isEmpty() && forgottenPacks.isEmpty()) {
      return stored;
    }
    Map<Sha256, ChunkLocation> known = new HashMap<>(stored);
    known.values().removeIf(place -> forgottenPacks.contains(place.pack()));
    for (Sha256 hash : asked) {
      ChunkLocation noted = chunks.get(hash);
      if (noted != null) {
        known.put(hash, noted);
      } else if (forgottenChunks.contains(hash)) {
        known.remove(hash);
      }
    }
    return known;
  }

  /** Forgotten chunks. */
  public Set<Sha256> forgottenChunks() {
    return forgottenChunks;
  }

  /** Forgotten packs: before new chunks are written, all that are said to lie in them go. */
  public Set<PackId> forgottenPacks() {
    return forgottenPacks;
  }

  /** New contents. */
  public List<KnownContent> contents() {
    return contents;
  }
}
