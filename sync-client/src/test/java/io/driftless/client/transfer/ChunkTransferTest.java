package io.driftless.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.protocol.chunk.TestContent;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.recipe.ChunkLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Chunks up and down again, over the fake store. */
class ChunkTransferTest {

  private static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(0, 1));
  private static final ChunkFetcher.Locator NOWHERE = hashes -> List.of();

  private final InMemoryPackStore store = new InMemoryPackStore();
  private final AtomicInteger ids = new AtomicInteger();

  @Test
  void manySmallFilesShareAPack() throws IOException {
    List<byte[]> files = noise(500, 4_000);
    List<ChunkLocation> places = upload(direct(), files);

    assertThat(store.packs).hasSize(1);
    assertThat(places).hasSize(500);
    assertFetched(direct(), places, files);
    assertThat(store.reads).hasSize(1);
  }

  @Test
  void packsAreCompletedAtTheTarget() throws IOException {
    List<byte[]> files = noise(40, 60_000);
    List<ChunkLocation> places = upload(small(Runnable::run), files);

    assertThat(store.packs).hasSize(3);
    assertThat(store.packs.values()).allMatch(pack -> pack.length < 1_010_000);
    assertFetched(direct(), places, files);
  }

  @Test
  void packsTravelInParallelAndKeepTheirOrder() throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<byte[]> files = noise(200, 60_000);
      List<ChunkLocation> places = upload(small(threads), files);

      assertThat(places)
          .extracting(ChunkLocation::hash)
          .containsExactlyElementsOf(files.stream().map(Sha256::digest).toList());
      assertFetched(small(threads), places, files);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void chunkThatWasAddedIsNotAddedAgain() throws IOException {
    byte[] file = TestContent.text(10_000);
    try (ChunkUpload upload = direct().upload(WORKSPACE, TransferWatch.NONE)) {
      Sha256 hash = Sha256.digest(file);
      assertThat(upload.placeOf(hash)).isNull();
      ChunkPlace place = upload.add(hash, file);
      assertThat(upload.add(hash, file)).isEqualTo(place);
      assertThat(upload.placeOf(hash)).isEqualTo(place);
      assertThat(upload.finish()).hasSize(1);
    }
  }

  @Test
  void packsAreToldAsTheyAreStored() throws IOException {
    List<PackId> told = new ArrayList<>();
    Transfers one =
        new Transfers(store, () -> new PackId(UUID.randomUUID()), Runnable::run, 1, 10_000);
    try (ChunkUpload upload =
        one.upload(WORKSPACE, TransferWatch.NONE, pack -> told.add(pack.get(0).pack()))) {
      for (byte[] file : noise(5, 9_000)) {
        upload.add(Sha256.digest(file), file);
      }
      assertThat(told).isNotEmpty();
      assertThat(store.packs).containsKeys(told.toArray(PackId[]::new));
      upload.finish();
      assertThat(told).hasSize(5);
    }
  }

  @Test
  void chunkWhoseBytesChangedIsNotAdded() throws IOException {
    try (ChunkUpload upload = direct().upload(WORKSPACE, TransferWatch.NONE)) {
      assertThat(upload.add(Sha256.digest(new byte[] {1}), new byte[] {2})).isNull();
      assertThat(upload.finish()).isEmpty();
    }
    assertThat(store.packs).isEmpty();
  }

  @Test
  void failureOfAPackEndsTheUpload() throws IOException {
    store.down = true;
    try (ChunkUpload upload = direct().upload(WORKSPACE, TransferWatch.NONE)) {
      upload.add(Sha256.digest(new byte[] {1}), new byte[] {1});
      assertThatThrownBy(upload::finish)
          .isInstanceOfSatisfying(
              TransferException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
    }
  }

  @Test
  void neighboursAreReadAtOnceAndDistantChunksAlone() throws IOException {
    List<ChunkLocation> places = upload(direct(), noise(60, 10_000));

    List<ChunkLocation> wanted = new ArrayList<>(places.subList(0, 5));
    wanted.add(places.get(7));
    wanted.add(places.get(50));
    wanted.add(places.get(50));
    Map<Sha256, byte[]> fetched = fetch(direct(), wanted, NOWHERE);

    assertThat(fetched).hasSize(7);
    assertThat(store.reads).containsExactly("0+80000", "500000+10000");
  }

  @Test
  void rangesAreBounded() throws IOException {
    List<byte[]> files = noise(20, 900_000);
    List<ChunkLocation> places =
        upload(new Transfers(store, this::newId, Runnable::run, 2, 1 << 24), files);
    assertFetched(direct(), places, files);
    assertThat(store.reads).hasSize(6);
  }

  @Test
  void chunksOfAPackThatIsGoneAreLookedUpAgain() throws IOException {
    List<byte[]> files = noise(10, 1_000);
    List<ChunkLocation> old = upload(direct(), files);
    List<ChunkLocation> moved = upload(direct(), files);
    store.packs.remove(old.get(0).pack());

    List<Sha256> asked = new ArrayList<>();
    Map<Sha256, byte[]> fetched =
        fetch(
            direct(),
            old,
            hashes -> {
              asked.addAll(hashes);
              return moved;
            });
    assertThat(asked).hasSize(10);
    assertThat(fetched.keySet()).containsAll(files.stream().map(Sha256::digest).toList());
  }

  @Test
  void damagedChunkAloneIsLookedUpAgain() throws IOException {
    List<byte[]> files = noise(10, 1_000);
    List<ChunkLocation> first = upload(direct(), files);
    List<ChunkLocation> second = upload(direct(), files);
    store.packs.get(first.get(3).pack())[3_500] ^= 1;

    List<Sha256> asked = new ArrayList<>();
    Map<Sha256, byte[]> fetched =
        fetch(
            direct(),
            first,
            hashes -> {
              asked.addAll(hashes);
              return List.of(first.get(3), second.get(3));
            });
    assertThat(asked).containsExactly(first.get(3).hash());
    assertThat(fetched).hasSize(10);
  }

  @Test
  void chunkThatIsNowhereElseIsMissing() throws IOException {
    List<ChunkLocation> places = upload(direct(), noise(2, 1_000));
    store.packs.clear();
    for (ChunkFetcher.Locator locator : List.of(NOWHERE, (ChunkFetcher.Locator) h -> places)) {
      assertThatThrownBy(() -> fetch(direct(), places, locator))
          .isInstanceOfSatisfying(
              TransferException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISSING))
          .hasMessageContaining("2 chunks");
    }
  }

  @Test
  void placesThatLieForEverEndAfterAFewRounds() throws IOException {
    AtomicInteger rounds = new AtomicInteger();
    ChunkLocation lie = new ChunkLocation(Sha256.digest(new byte[1]), newId(), 0, 0, 10, 10, 0);
    assertThatThrownBy(
            () ->
                fetch(
                    direct(),
                    List.of(lie),
                    hashes ->
                        List.of(
                            new ChunkLocation(
                                lie.hash(), newId(), 0, rounds.incrementAndGet(), 10, 10, 0))))
        .isInstanceOf(TransferException.class);
    assertThat(rounds).hasValue(3);
  }

  @Test
  void placeThatCanNotBeIsNotEvenRead() {
    Sha256 hash = Sha256.digest(new byte[1]);
    PackId pack = newId();
    for (ChunkLocation place :
        List.of(
            new ChunkLocation(hash, pack, 0, -1, 10, 10, 0),
            new ChunkLocation(hash, pack, 0, 0, 0, 10, 0),
            new ChunkLocation(hash, pack, 0, 0, Integer.MAX_VALUE, 10, 0),
            new ChunkLocation(hash, pack, 0, Long.MAX_VALUE, 10, 10, 0),
            new ChunkLocation(hash, pack, 0, 0, 10, Integer.MAX_VALUE, 1),
            new ChunkLocation(hash, pack, 0, 0, 10, 10, 9))) {
      assertThatThrownBy(() -> fetch(direct(), List.of(place), NOWHERE))
          .isInstanceOfSatisfying(
              TransferException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISSING));
    }
    assertThat(store.reads).isEmpty();
  }

  @Test
  void sinkThatFailsEndsTheFetching() throws IOException {
    List<ChunkLocation> places = upload(direct(), noise(3, 1_000));
    assertThatThrownBy(
            () ->
                direct()
                    .fetcher(WORKSPACE, NOWHERE)
                    .fetch(
                        places,
                        (hash, raw) -> {
                          throw new IOException("No space left");
                        },
                        TransferWatch.NONE))
        .hasMessage("No space left");
  }

  private Transfers direct() {
    return new Transfers(store, this::newId, Runnable::run);
  }

  private Transfers small(Executor executor) {
    return new Transfers(store, this::newId, executor, 3, 1_000_000);
  }

  private PackId newId() {
    return new PackId(new UUID(0, ids.incrementAndGet()));
  }

  private static List<byte[]> noise(int count, int length) {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(TestContent.noise("file" + i, length));
    }
    return files;
  }

  private static List<ChunkLocation> upload(Transfers transfers, List<byte[]> files)
      throws IOException {
    try (ChunkUpload upload = transfers.upload(WORKSPACE, TransferWatch.NONE)) {
      for (byte[] file : files) {
        assertThat(upload.add(Sha256.digest(file), file)).isNotNull();
      }
      return upload.finish();
    }
  }

  private static Map<Sha256, byte[]> fetch(
      Transfers transfers, List<ChunkLocation> places, ChunkFetcher.Locator locator)
      throws IOException {
    Map<Sha256, byte[]> fetched = new HashMap<>();
    transfers
        .fetcher(WORKSPACE, locator)
        .fetch(
            places, (hash, raw) -> assertThat(fetched.put(hash, raw)).isNull(), TransferWatch.NONE);
    return fetched;
  }

  private static void assertFetched(
      Transfers transfers, List<ChunkLocation> places, List<byte[]> files) throws IOException {
    Map<Sha256, byte[]> fetched = fetch(transfers, places, NOWHERE);
    assertThat(fetched).hasSize(files.size());
    for (byte[] file : files) {
      assertThat(fetched.get(Sha256.digest(file))).isEqualTo(file);
    }
  }
}
