package io.driftless.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.id.PackId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What does not need a store that runs; the rest is in the contract. */
class AzureChunkStoreTest {

  private static final PackId PACK = new PackId(new UUID(1, 2));
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-09T10:00:00Z"), ZoneOffset.UTC);

  @Test
  void storeThatDoesNotListenIsUnavailable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ChunkStore store = store(port, null);

    assertThatThrownBy(store::ping).isInstanceOf(ChunkStoreUnavailableException.class);
    assertThatThrownBy(() -> store.length("ws-1", PACK))
        .isInstanceOf(ChunkStoreUnavailableException.class)
        .hasMessageContaining(PACK.toString());
    assertThatThrownBy(() -> store.put("ws-1", PACK, new byte[1]))
        .isInstanceOf(ChunkStoreUnavailableException.class);
  }

  @Test
  void busyStoreIsTriedAgainAFewTimesAndRefusalIsNot() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger status = new AtomicInteger(503);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    try {
      ChunkStore store = store(server.getAddress().getPort(), null);
      assertThatThrownBy(() -> store.length("ws-1", PACK))
          .isInstanceOf(ChunkStoreUnavailableException.class)
          .hasMessageContaining("503");
      assertThat(calls.getAndSet(0)).isEqualTo(3);
      assertThatThrownBy(store::ping).isInstanceOf(ChunkStoreUnavailableException.class);
      assertThat(calls.getAndSet(0)).isEqualTo(1);

      status.set(403);
      assertThatThrownBy(() -> store.length("ws-1", PACK))
          .isInstanceOf(ChunkStoreRefusedException.class);
      assertThat(calls.getAndSet(0)).isEqualTo(1);

      status.set(404);
      assertThat(store.length("ws-1", PACK)).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void passIsSignedForThePublicAddress() {
    ChunkStore store = store(1, "https://blobs.example.org/account1");

    var upload = store.pass("ws-1", BlobAccess.UPLOAD, CLOCK.instant().plus(ChunkStore.MAX_PASS));
    assertThat(upload.containerUrl()).isEqualTo("https://blobs.example.org/account1/ws-1");
    assertThat(upload.signature())
        .startsWith("sp=c&se=2026-03-09T10%3A15%3A00Z&spr=https&sv=2025-11-05&sr=c&sig=");
    var download = store.pass("ws-1", BlobAccess.DOWNLOAD, CLOCK.instant().plusSeconds(60));
    assertThat(download.signature()).startsWith("sp=r&se=2026-03-09T10%3A01%3A00Z&");
  }

  @Test
  void settingsComeFromTheEnvironment() {
    assertThat(
            BlobSettings.from(
                Map.of(
                    "DRIFTLESS_BLOB_CONNECTION", "c",
                    "DRIFTLESS_BLOB_PUBLIC_URL", "http://proxy:1/account1/")))
        .isEqualTo(new BlobSettings("c", "http://proxy:1/account1"));
    assertThatThrownBy(() -> BlobSettings.from(Map.of()))
        .hasMessageContaining("DRIFTLESS_BLOB_CONNECTION");
    assertThatThrownBy(
            () ->
                BlobSettings.from(
                    Map.of("DRIFTLESS_BLOB_CONNECTION", "c", "DRIFTLESS_BLOB_PUBLIC_URL", "x y")))
        .hasMessageContaining("DRIFTLESS_BLOB_PUBLIC_URL");
    assertThatThrownBy(
            () -> AzureChunkStore.connect(new BlobSettings("AccountName=a", null), CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AccountKey");
  }

  private static ChunkStore store(int port, String publicUrl) {
    String connection =
        "DefaultEndpointsProtocol=http;AccountName=account1;AccountKey=c2VjcmV0;"
            + "BlobEndpoint=http://127.0.0.1:%d/account1;".formatted(port);
    return AzureChunkStore.connect(new BlobSettings(connection, publicUrl), CLOCK);
  }
}
