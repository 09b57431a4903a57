package io.driftless.blob;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.server.blob.AzureChunkStore;
import io.driftless.server.blob.AzureChunkStoreContract;
import io.driftless.server.blob.BlobSettings;
import io.driftless.server.blob.ChunkStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;

/** The contract of the chunk store, and the limits of its passes, against the stack's Azurite. */
class AzuriteChunkStoreIT extends AzureChunkStoreContract {

  private final ChunkStore store =
      AzureChunkStore.connect(new BlobSettings(connection(), null), Clock.systemUTC());

  @Override
  protected ChunkStore store() {
    return store;
  }

  @Override
  protected String connection() {
    return stackConnection();
  }

  /** How the stack that the build started reaches its blob store. */
  static String stackConnection() {
    Path report = Path.of(System.getProperty("driftless.stack.folder"), "stack.json");
    try {
      return new ObjectMapper()
          .readTree(report.toFile())
          .path("addresses")
          .path("blobConnection")
          .asText();
    } catch (IOException e) {
      throw new UncheckedIOException("The stack has no report", e);
    }
  }
}
