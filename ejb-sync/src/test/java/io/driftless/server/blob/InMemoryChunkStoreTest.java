package io.driftless.server.blob;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class InMemoryChunkStoreTest extends ChunkStoreContract {

  private final InMemoryChunkStore store = new InMemoryChunkStore(Clock.systemUTC());

  @Override
  protected ChunkStore store() {
    return store;
  }

  @Test
  void storeThatIsDownDoesNotAnswer() {
    store.setDown(true);
    assertThatThrownBy(store::ping).isInstanceOf(ChunkStoreUnavailableException.class);
    assertThatThrownBy(() -> store.length("ws-1", newPack()))
        .isInstanceOf(ChunkStoreUnavailableException.class);
    store.setDown(false);
    store.ping();
  }
}
