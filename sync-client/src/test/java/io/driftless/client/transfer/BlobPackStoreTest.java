package io.driftless.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.schedule.Clock;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.transfer.BlobDouble.Fault;
import io.driftless.client.transfer.TransferException.Kind;
import io.driftless.protocol.id.PackId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobPackStoreTest extends PackStoreContract {

  private static final long QUIET_LIMIT_MILLIS = 400;

  private final Clock clock = new SystemClock();
  private final List<Long> pauses = new CopyOnWriteArrayList<>();
  private final TransferMeter meter = new TransferMeter(clock);
  private final Bandwidth bandwidth = Bandwidth.unlimited(clock);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private BlobDouble blobs;
  private BlobPackStore store;

  @BeforeEach
  void start() throws IOException {
    blobs = new BlobDouble();
    PassCache passes =
        new PassCache(
            (workspace, access) -> blobs.pass(workspace, access, clock.wallMillis()), clock, null);
    Retries retries = new Retries(pauses::add, new SplittableRandom(7));
    store =
        new BlobPackStore(
            passes, meter, bandwidth, new BlobExchange(http, clock, QUIET_LIMIT_MILLIS), retries);
  }

  @AfterEach
  void stop() {
    blobs.close();
  }

  @Override
  PackStore store() {
    return store;
  }

  @Test
  void lostAnswerIsSettledByTheHeadWithoutSendingThePackAgain() throws TransferException {
    PackId pack = newPack();
    blobs.faults.add(Fault.CUT_AFTER);
    store.put(WORKSPACE, pack, bytes(100_000), TransferWatch.NONE);

    assertThat(blobs.count("PUT")).isEqualTo(1);
    assertThat(blobs.count("HEAD")).isEqualTo(1);
    assertThat(blobs.blobs.get(BlobDouble.key(WORKSPACE, pack))).isEqualTo(bytes(100_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 412, 403})
  void refusedPutOfAPackThatIsThereIsSettledByTheHead(int status) throws TransferException {
    PackId pack = newPack();
    blobs.existsStatus = status;
    store.put(WORKSPACE, pack, bytes(1_000), TransferWatch.NONE);
    store.put(WORKSPACE, pack, bytes(1_000), TransferWatch.NONE);
    assertKind(Kind.TAKEN, () -> store.put(WORKSPACE, pack, bytes(1_001), TransferWatch.NONE));
  }

  @Test
  void storeThatKeepsNoMd5IsSettledByTheLastBytes() throws TransferException {
    PackId pack = newPack();
    blobs.keepsMd5 = false;
    store.put(WORKSPACE, pack, bytes(1_000), TransferWatch.NONE);
    store.put(WORKSPACE, pack, bytes(1_000), TransferWatch.NONE);
    byte[] other = bytes(1_000);
    other[990]++;
    assertKind(Kind.TAKEN, () -> store.put(WORKSPACE, pack, other, TransferWatch.NONE));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CUT_BEFORE", "BUSY", "FLIP", "HANG"})
  void putIsTriedAgain(Fault fault) throws TransferException {
    PackId pack = newPack();
    blobs.faults.add(fault);
    store.put(WORKSPACE, pack, bytes(1_000), TransferWatch.NONE);

    assertThat(blobs.count("PUT")).isEqualTo(2);
    assertThat(blobs.blobs.get(BlobDouble.key(WORKSPACE, pack))).isEqualTo(bytes(1_000));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BUSY", "HALF", "MORE", "HANG"})
  void readIsTriedAgain(Fault fault) throws TransferException {
    PackId pack = newPack();
    store.put(WORKSPACE, pack, bytes(5_000), TransferWatch.NONE);
    blobs.faults.add(fault);

    assertThat(read(pack, 100, 3_000)).hasSize(3_000);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void busyStoreIsTriedAFewTimesWithGrowingPauses() {
    blobs.faults.addAll(Collections.nCopies(20, Fault.BUSY));
    TransferException failure = assertKind(Kind.BUSY, () -> read(newPack(), 0, 1));

    assertThat(failure.passing()).isTrue();
    assertThat(failure).hasMessageContaining("503 (ServerBusy)");
    assertThat(blobs.count("GET")).isEqualTo(Retries.ATTEMPTS);
    assertThat(pauses).hasSize(Retries.ATTEMPTS - 1);
    for (int i = 0; i < pauses.size(); i++) {
      assertThat(pauses.get(i)).isBetween(125L << i, 250L << i);
    }
  }

  @Test
  void storeThatSendsTooMuchAgainAndAgainIsGivenUp() throws TransferException {
    PackId pack = newPack();
    store.put(WORKSPACE, pack, bytes(100), TransferWatch.NONE);
    blobs.faults.addAll(Collections.nCopies(20, Fault.MORE));
    assertKind(Kind.UNREACHABLE, () -> read(pack, 0, 10));
  }

  @Test
  void storeThatIgnoresRangesIsRefused() throws TransferException {
    PackId pack = newPack();
    store.put(WORKSPACE, pack, bytes(100), TransferWatch.NONE);
    blobs.faults.add(Fault.IGNORE_RANGE);
    assertKind(Kind.REFUSED, () -> read(pack, 0, 10));
  }

  @Test
  void passThatIsRefusedIsRenewedOnce() throws TransferException {
    PackId pack = newPack();
    blobs.refusedPasses.add("1");
    store.put(WORKSPACE, pack, bytes(100), TransferWatch.NONE);
    assertThat(blobs.count("PUT")).isEqualTo(2);
    assertThat(read(pack, 0, 100)).isEqualTo(bytes(100));

    for (int number = 1; number < 30; number++) {
      blobs.refusedPasses.add(Integer.toString(number));
    }
    TransferException read = assertKind(Kind.REFUSED, () -> read(pack, 0, 100));
    assertThat(read.passing()).isFalse();
    assertKind(Kind.REFUSED, () -> store.put(WORKSPACE, newPack(), bytes(10), TransferWatch.NONE));
  }

  @Test
  void nobodyThereIsSaidInWords() {
    blobs.close();
    TransferException failure = assertKind(Kind.UNREACHABLE, () -> read(newPack(), 0, 1));
    assertThat(failure).hasMessageContaining("127.0.0.1").hasMessageContaining("nothing listens");
  }

  @Test
  void stopEndsARequestThatHangs() {
    blobs.faults.add(Fault.HANG);
    AtomicBoolean stopped = new AtomicBoolean();
    TransferWatch watch =
        new TransferWatch() {
          @Override
          public boolean stopped() {
            return stopped.getAndSet(true); // only the question before the request is answered no
          }
        };
    assertKind(Kind.STOPPED, () -> store.read(WORKSPACE, newPack(), 0, 1, watch));
    assertThat(blobs.count("GET")).isEqualTo(1);
  }

  @Test
  void interruptEndsARequestThatHangs() throws InterruptedException {
    blobs.faults.addAll(Collections.nCopies(20, Fault.HANG));
    AtomicBoolean stopped = new AtomicBoolean();
    Thread transfer =
        new Thread(
            () -> {
              assertKind(Kind.STOPPED, () -> read(newPack(), 0, 1));
              stopped.set(Thread.currentThread().isInterrupted());
            });
    transfer.start();
    transfer.interrupt();
    transfer.join(20_000);
    assertThat(stopped).isTrue();
  }

  @Test
  void meterCountsWhatWentOverTheLine() throws TransferException {
    PackId pack = newPack();
    store.put(WORKSPACE, pack, bytes(10_000), TransferWatch.NONE);
    read(pack, 0, 4_000);
    assertThat(meter.snapshot().uploadedBytes()).isEqualTo(10_000);
    assertThat(meter.snapshot().downloadedBytes()).isEqualTo(4_000);
  }

  @Test
  void limitShouldHoldInBothDirections() throws TransferException {
    PackId pack = newPack();
    byte[] bytes = new byte[300_000];
    new SplittableRandom(3).nextBytes(bytes);
    bandwidth.up().limit(400_000);
    bandwidth.down().limit(400_000);
    long start = clock.steadyMillis();
    store.put(WORKSPACE, pack, bytes, TransferWatch.NONE);
    long put = clock.steadyMillis();
    assertThat(store.read(WORKSPACE, pack, 0, bytes.length, TransferWatch.NONE)).isEqualTo(bytes);
    long read = clock.steadyMillis();
    // 300 kB at 400 kB/s are 750 ms; 250 ms of credit and the last slice need no waiting.
    assertThat(put - start).isGreaterThanOrEqualTo(400);
    assertThat(read - put).isGreaterThanOrEqualTo(400);
  }
}
