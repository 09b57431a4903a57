package io.driftless.server.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.pack.Pack;
import io.driftless.protocol.pack.PackFormatException;
import io.driftless.protocol.pack.PackWriter;
import io.driftless.server.blob.PackPage.StoredPack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every chunk store does, real or fake. Each test works in a container of its own. */
public abstract class ChunkStoreContract {

  private final String container = "ws-" + UUID.randomUUID();

  /** The store under test, with the clock of this machine. */
  protected abstract ChunkStore store();

  @BeforeEach
  void makeContainer() {
    store().ensureContainer(container);
  }

  @Test
  void storeThatRunsAnswersThePing() {
    store().ping();
  }

  @Test
  void containerThatIsThereIsLeftAsItIs() {
    PackId pack = newPack();
    store().put(container, pack, bytes(10));
    store().ensureContainer(container);
    assertThat(store().length(container, pack)).hasValue(10);
  }

  @Test
  void packComesBackWholeAndInParts() {
    PackId pack = newPack();
    byte[] bytes = bytes(200_000);

    assertThat(store().put(container, pack, bytes)).isTrue();
    assertThat(store().length(container, pack)).hasValue(200_000);
    assertThat(store().read(container, pack, 0, 200_000)).isEqualTo(bytes);
    assertThat(store().read(container, pack, 7, 1)).isEqualTo(Arrays.copyOfRange(bytes, 7, 8));
    assertThat(store().read(container, pack, 199_990, 10))
        .isEqualTo(Arrays.copyOfRange(bytes, 199_990, 200_000));
  }

  @Test
  void packIsNeverReplaced() {
    PackId pack = newPack();
    assertThat(store().put(container, pack, bytes(10))).isTrue();
    assertThat(store().put(container, pack, bytes(20))).isFalse();
    assertThat(store().length(container, pack)).hasValue(10);
  }

  @Test
  void indexIsReadFromTheEnd() throws PackFormatException {
    Pack small = packOf(3);
    Pack large = packOf(3_000);
    PackId first = newPack();
    PackId second = newPack();
    store().put(container, first, small.bytes());
    store().put(container, second, large.bytes());

    assertThat(store().readIndex(container, first)).isEqualTo(small.index());
    assertThat(store().readIndex(container, second)).isEqualTo(large.index());
  }

  @Test
  void blobThatIsNoPackIsRefusedWhenItsIndexIsRead() {
    PackId pack = newPack();
    store().put(container, pack, bytes(5_000));
    assertThatThrownBy(() -> store().readIndex(container, pack))
        .isInstanceOf(PackFormatException.class);
    PackId tiny = newPack();
    store().put(container, tiny, bytes(1));
    assertThatThrownBy(() -> store().readIndex(container, tiny))
        .isInstanceOf(PackFormatException.class);
  }

  @Test
  void missingPackIsToldApartFromAFailure() {
    PackId pack = newPack();
    assertThat(store().length(container, pack)).isEmpty();
    assertThat(store().length("ws-" + UUID.randomUUID(), pack)).isEmpty();
    assertThat(store().delete(container, pack)).isFalse();
    assertThatThrownBy(() -> store().readIndex(container, pack))
        .isInstanceOf(MissingPackException.class);
    assertThatThrownBy(() -> store().read(container, pack, 0, 1))
        .isInstanceOf(MissingPackException.class);
    assertThatThrownBy(() -> store().list("ws-" + UUID.randomUUID(), null, 10))
        .isInstanceOf(MissingPackException.class);
  }

  @Test
  void readBehindTheEndIsRefused() {
    PackId pack = newPack();
    store().put(container, pack, bytes(10));
    assertThatThrownBy(() -> store().read(container, pack, 5, 6))
        .isInstanceOf(MissingPackException.class);
    assertThatThrownBy(() -> store().read(container, pack, 10, 1))
        .isInstanceOf(MissingPackException.class);
  }

  @Test
  void deletedPackIsGone() {
    PackId pack = newPack();
    store().put(container, pack, bytes(10));
    assertThat(store().delete(container, pack)).isTrue();
    assertThat(store().length(container, pack)).isEmpty();
    assertThat(store().delete(container, pack)).isFalse();
  }

  @Test
  void packsAreListedPageByPage() {
    Instant before = Instant.now().minusSeconds(60);
    List<PackId> expected = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      PackId pack = newPack();
      store().put(container, pack, bytes(i));
      expected.add(pack);
    }
    List<StoredPack> found = new ArrayList<>();
    String page = null;
    do {
      PackPage read = store().list(container, page, 3);
      assertThat(read.packs()).hasSizeLessThanOrEqualTo(3);
      found.addAll(read.packs());
      page = read.next();
    } while (page != null);

    assertThat(found).extracting(StoredPack::pack).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(found).extracting(StoredPack::lengthBytes).contains(1L, 7L);
    assertThat(found).allMatch(pack -> pack.createdAt().isAfter(before));
  }

  @Test
  void emptyContainerHasAnEmptyPage() {
    assertThat(store().list(container, null, 10)).isEqualTo(new PackPage(List.of(), 0, null));
  }

  @Test
  void passNamesItsContainerAndItsEnd() {
    Instant end = Instant.now().plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.SECONDS);
    Sas sas = store().pass(container, BlobAccess.DOWNLOAD, end);

    assertThat(sas.containerUrl()).startsWith("http").endsWith("/" + container);
    assertThat(sas.signature()).isNotEmpty().doesNotStartWith("?");
    assertThat(sas.expiresMillis()).isEqualTo(end.toEpochMilli());
  }

  @Test
  void passLongerThanTheLimitIsRefused() {
    Instant tooLong = Instant.now().plus(ChunkStore.MAX_PASS).plusSeconds(60);
    assertThatThrownBy(() -> store().pass(container, BlobAccess.UPLOAD, tooLong))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A container that {@link #store} has. */
  protected final String container() {
    return container;
  }

  /** A name that no pack has. */
  protected static PackId newPack() {
    return new PackId(UUID.randomUUID());
  }

  /** Some bytes, no two of them neighbours of the same kind. */
  protected static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  private static Pack packOf(int chunks) {
    PackWriter writer = new PackWriter();
    for (int i = 0; i < chunks; i++) {
      byte[] raw = ("chunk " + i).getBytes(StandardCharsets.US_ASCII);
      writer.add(Sha256.digest(raw), ChunkCodec.encode(raw));
    }
    return writer.finish();
  }
}
