package io.driftless.client.store;

import io.driftless.client.tree.NodeState;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.ChunkLocation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The internal database of one root. Used by the engine's thread only. Failures are {@link
 * StoreException}; afterwards the store must not be used any more.
 */
public interface ClientStore extends AutoCloseable {

  /** Passes every stored node to the taker, in no order. */
  void loadNodes(Consumer<NodeState> taker);

  /** The stored values by key. */
  Map<String, byte[]> loadValues();

  /** Writes all of it in one transaction; when it returns, all of it survives a power cut. */
  void write(StoreBatch batch);

  /**
   * Where chunks lie that this device may name in a commit: those that it uploaded or downloaded,
   * or that the server called verified. Those that are not known are left out.
   */
  Map<Sha256, ChunkLocation> chunks(Collection<Sha256> hashes);

  /** The chunks of which {@link #chunks} says that they lie in this pack. */
  List<Sha256> chunksIn(PackId pack);

  /**
   * In which content, that was once read or placed here, a chunk lies; not known ones are left out.
   * A hint: the content may not be on the disk any more.
   */
  Map<Sha256, ChunkSpot> spots(Collection<Sha256> hashes);

  /** How a content that was read or placed here is cut; null when it is not known. */
  @Nullable List<Chunk> cut(Sha256 content, int profile);

  /** Forgets all that is known of the root, as if the database were new. */
  void clear();

  @Override
  void close();
}
