package io.driftless.server.blob;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Hands the blob store to beans, as the environment of this server describes it. */
@ApplicationScoped
public class ChunkStores {

  /** The one store of this server. */
  @Produces
  @ApplicationScoped
  public ChunkStore chunkStore(Clock clock) {
    return AzureChunkStore.connect(BlobSettings.from(System.getenv()), clock);
  }

  /** Where the anchors of the audit are kept. */
  @Produces
  @ApplicationScoped
  public AnchorStore anchorStore() {
    return AzureAnchorStore.connect(BlobSettings.from(System.getenv()));
  }
}
