package io.driftless.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every pack store does, real or fake. */
abstract class PackStoreContract {

  static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(0, 1));

  abstract PackStore store();

  @Test
  void packComesBackInParts() throws TransferException {
    PackId pack = newPack();
    byte[] bytes = bytes(300_000);
    store().put(WORKSPACE, pack, bytes, TransferWatch.NONE);

    assertThat(read(pack, 0, 300_000)).isEqualTo(bytes);
    assertThat(read(pack, 299_999, 1)).containsExactly(bytes[299_999]);
    assertThat(read(pack, 1_000, 5)).isEqualTo(Arrays.copyOfRange(bytes, 1_000, 1_005));
  }

  @Test
  void samePackMayBeStoredAgain() {
    PackId pack = newPack();
    assertThatCode(
            () -> {
              store().put(WORKSPACE, pack, bytes(100), TransferWatch.NONE);
              store().put(WORKSPACE, pack, bytes(100), TransferWatch.NONE);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void otherBytesUnderTheSameNameAreRefused() throws TransferException {
    PackId pack = newPack();
    store().put(WORKSPACE, pack, bytes(100), TransferWatch.NONE);
    byte[] other = bytes(100);
    other[50]++;
    assertKind(Kind.TAKEN, () -> store().put(WORKSPACE, pack, other, TransferWatch.NONE));
    assertThat(read(pack, 0, 100)).isEqualTo(bytes(100));
  }

  @Test
  void packOrRangeThatIsNotThereIsMissing() throws TransferException {
    PackId pack = newPack();
    assertKind(Kind.MISSING, () -> read(pack, 0, 1));
    store().put(WORKSPACE, pack, bytes(100), TransferWatch.NONE);
    assertKind(Kind.MISSING, () -> read(pack, 100, 1));
    assertKind(Kind.MISSING, () -> read(pack, 1_000, 10));
    assertKind(Kind.MISSING, () -> read(pack, 50, 51));
  }

  @Test
  void watchIsToldOfBytesAndCanStop() throws TransferException {
    AtomicLong up = new AtomicLong();
    AtomicLong down = new AtomicLong();
    TransferWatch counting =
        new TransferWatch() {
          @Override
          public void uploaded(long bytes) {
            up.addAndGet(bytes);
          }

          @Override
          public void downloaded(long bytes) {
            down.addAndGet(bytes);
          }
        };
    PackId pack = newPack();
    store().put(WORKSPACE, pack, bytes(50_000), counting);
    store().read(WORKSPACE, pack, 10, 20_000, counting);
    assertThat(up).hasValue(50_000);
    assertThat(down).hasValue(20_000);

    TransferWatch stop =
        new TransferWatch() {
          @Override
          public boolean stopped() {
            return true;
          }
        };
    assertKind(Kind.STOPPED, () -> store().put(WORKSPACE, newPack(), bytes(10), stop));
    assertKind(Kind.STOPPED, () -> store().read(WORKSPACE, pack, 0, 1, stop));
  }

  final byte[] read(PackId pack, long offset, int length) throws TransferException {
    return store().read(WORKSPACE, pack, offset, length, TransferWatch.NONE);
  }

  interface Transfer {
    void run() throws TransferException;
  }

  static TransferException assertKind(Kind kind, Transfer transfer) {
    TransferException failure = catchThrowableOfType(TransferException.class, transfer::run);
    assertThat(failure).as("expected " + kind).isNotNull();
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure.getMessage()).hasSizeGreaterThan(15).doesNotContain("sig=");
    assertThat(failure.code()).isNotEmpty();
    return failure;
  }

  static PackId newPack() {
    return new PackId(UUID.randomUUID());
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }
}
