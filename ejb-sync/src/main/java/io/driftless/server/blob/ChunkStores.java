package io.driftless.server.blob;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Hands the chunk store to beans, as the environment of this server describes it. */
@ApplicationScoped
public class ChunkStores {

  /** The one store of this server. */
  @Produces
  @ApplicationScoped
  public ChunkStore chunkStore(Clock clock) {
    return AzureChunkStore.connect(BlobSettings.from(System.getenv()), clock);
  }
}
