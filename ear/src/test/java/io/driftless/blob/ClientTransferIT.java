package io.driftless.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.client.schedule.SystemClock;
import io.driftless.client.transfer.Bandwidth;
import io.driftless.client.transfer.BlobPackStore;
import io.driftless.client.transfer.ChunkUpload;
import io.driftless.client.transfer.PackStore;
import io.driftless.client.transfer.PassCache;
import io.driftless.client.transfer.TransferException;
import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.client.transfer.TransferMeter;
import io.driftless.client.transfer.TransferWatch;
import io.driftless.client.transfer.Transfers;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.pack.PackFormatException;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.server.blob.AzureChunkStore;
import io.driftless.server.blob.BlobSettings;
import io.driftless.server.blob.ChunkStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client's transfer with passes of the server's signer, against the stack's Azurite. */
class ClientTransferIT {

  private final Clock clock = Clock.systemUTC();
  private final WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
  private final String container = "ws-" + workspace;
  private final ChunkStore server =
      AzureChunkStore.connect(new BlobSettings(AzuriteChunkStoreIT.stackConnection(), null), clock);
  private final TransferMeter meter = new TransferMeter(new SystemClock());
  private final PackStore packs =
      new BlobPackStore(
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
          new PassCache(
              (of, access) ->
                  server.pass(container, access, clock.instant().plus(Duration.ofMinutes(10))),
              new SystemClock(),
              null),
          meter,
          Bandwidth.unlimited(new SystemClock()),
          new SystemClock(),
          Thread::sleep,
          new SplittableRandom(1));

  @BeforeEach
  void makeContainer() {
    server.ensureContainer(container);
  }

  @Test
  void packThatIsThereIsSettledByItsHead() throws TransferException {
    PackId pack = new PackId(UUID.randomUUID());
    byte[] bytes = bytes(1, 100_000);
    packs.put(workspace, pack, bytes, TransferWatch.NONE);
    packs.put(workspace, pack, bytes, TransferWatch.NONE);

    assertThat(server.read(container, pack, 0, bytes.length)).isEqualTo(bytes);
    assertThat(packs.read(workspace, pack, 99_990, 10, TransferWatch.NONE))
        .isEqualTo(Arrays.copyOfRange(bytes, 99_990, 100_000));
    assertKind(Kind.TAKEN, () -> packs.put(workspace, pack, bytes(2, 100_000), TransferWatch.NONE));
    assertKind(Kind.MISSING, () -> packs.read(workspace, pack, 100_000, 1, TransferWatch.NONE));
    assertKind(
        Kind.MISSING,
        () -> packs.read(workspace, new PackId(UUID.randomUUID()), 0, 1, TransferWatch.NONE));
  }

  @Test
  void serverReadsTheFootersOfWhatTheClientPackedAndTheClientGetsItBack() throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Transfers transfers =
          new Transfers(packs, () -> new PackId(UUID.randomUUID()), threads, 4, 1 << 20);
      Map<Sha256, byte[]> files = new HashMap<>();
      List<ChunkLocation> places;
      try (ChunkUpload upload = transfers.upload(workspace, TransferWatch.NONE)) {
        for (int i = 0; i < 1_000; i++) {
          byte[] file = bytes(i, 4_096);
          files.put(Sha256.digest(file), file);
          assertThat(upload.add(Sha256.digest(file), file)).isNotNull();
        }
        places = upload.finish();
      }
      assertIndexed(places);

      Map<Sha256, byte[]> fetched = new HashMap<>();
      transfers
          .fetcher(workspace, hashes -> List.of())
          .fetch(places, fetched::put, TransferWatch.NONE);
      assertThat(fetched).hasSize(1_000);
      files.forEach((hash, raw) -> assertThat(fetched.get(hash)).isEqualTo(raw));
      assertThat(meter.snapshot().uploadedBytes()).isBetween(4_096_000L, 4_300_000L);
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertIndexed(List<ChunkLocation> places) throws PackFormatException {
    List<PackId> stored = places.stream().map(ChunkLocation::pack).distinct().toList();
    assertThat(stored).hasSize(4);
    for (PackId pack : stored) {
      assertThat(server.readIndex(container, pack).locations(pack))
          .isEqualTo(places.stream().filter(place -> place.pack().equals(pack)).toList());
    }
  }

  private static void assertKind(Kind kind, ThrowingCallable transfer) {
    assertThatThrownBy(transfer)
        .isInstanceOfSatisfying(TransferException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
