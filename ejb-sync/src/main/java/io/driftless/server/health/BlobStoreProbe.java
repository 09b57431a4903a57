package io.driftless.server.health;

import io.driftless.server.blob.ChunkStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Whether the blob store answers. */
@ApplicationScoped
class BlobStoreProbe implements PartProbe {

  @Inject private ChunkStore blobs;

  @Override
  public String part() {
    return "blob-store";
  }

  @Override
  public void probe() {
    blobs.ping();
  }
}
