package io.driftless.client.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.client.address.AddressOverrides;
import io.driftless.client.engine.Crossings;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.home.RootMarker;
import io.driftless.client.report.StatusReport;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.sequence.CommitSequencer;
import io.driftless.client.server.HttpServerCalls;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.TokenSource;
import io.driftless.client.store.ClientStore;
import io.driftless.client.store.SqliteFile;
import io.driftless.client.store.StoreBatch;
import io.driftless.client.transfer.Bandwidth;
import io.driftless.client.transfer.PassCache;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message.CommitRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device without a line: what it says of its folders. */
class DeviceTest {

  private static final WorkspaceId A = new WorkspaceId(new UUID(1, 1));
  private static final WorkspaceId B = new WorkspaceId(new UUID(2, 2));
  private static final ServerEpoch EPOCH = new ServerEpoch(new UUID(9, 9));
  private static final DeviceIdentity IDENTITY =
      new DeviceIdentity(
          "http://127.0.0.1:1",
          "tcp://127.0.0.1:1",
          new DeviceId("laptop-1"),
          "secret",
          new AccountId(new UUID(3, 3)),
          "laptop");

  @TempDir Path temp;
  private DeviceHome home;
  private final List<LinkedFolder> linked = new ArrayList<>();

  @BeforeEach
  void makeHome() throws Exception {
    home = DeviceHome.of(temp.resolve("home"));
  }

  private void link(String name, WorkspaceId workspace) throws Exception {
    Path folder = Files.createDirectory(temp.toRealPath().resolve(name));
    new RootMarker(workspace, IDENTITY.device(), home.path().toString()).write(folder);
    linked.add(new LinkedFolder(folder.toString(), workspace, name));
    home.folders().write(new LinkedFolders(linked));
  }

  private Device device() throws Exception {
    return new Device(home, IDENTITY, connections());
  }

  private static Connections connections() {
    TokenSource tokens =
        new TokenSource() {
          @Override
          public String token() throws ServerException {
            throw new ServerException(ServerException.Kind.UNREACHABLE, "unreachable", "nobody");
          }

          @Override
          public void refused(String token) {}
        };
    return new Connections(HttpServerCalls.newHttpClient(), tokens, AddressOverrides.NONE);
  }

  private static List<String> codes(StatusReport report, LinkedFolder folder) {
    return report.problems().stream()
        .filter(problem -> folder.folder().equals(problem.folder()))
        .map(StatusReport.Trouble::code)
        .toList();
  }

  @Test
  void databaseThatCantBeOpenedShouldStopItsFolderOnlyUntilItCan() throws Exception {
    link("a", A);
    link("b", B);
    Path inTheWay = home.indexes().of(A);
    Files.createDirectories(inTheWay);
    try (Device device = device()) {
      StatusReport report = device.report();
      assertThat(report.roots().get(0).state()).isEqualTo("stopped");
      assertThat(codes(report, linked.get(0))).containsExactly("database-failed");
      assertThat(report.roots().get(1).state()).isNotEqualTo("stopped");
      assertThat(codes(report, linked.get(1))).doesNotContain("database-failed");
      assertThat(device.broken()).isNull();

      Files.delete(inTheWay);
      device.lookForFolders();
      assertThat(device.report().roots().get(0).state()).isNotEqualTo("stopped");
      assertThat(codes(device.report(), linked.get(0))).doesNotContain("database-failed");
    }
  }

  @Test
  void onlyFolderWhoseDatabaseCantBeOpenedShouldBeTriedAgainAndCheckedTheNextTime()
      throws Exception {
    link("a", A);
    Files.createDirectories(home.indexes().of(A));
    try (Device device = device()) {
      assertThat(codes(device.report(), linked.get(0))).containsExactly("database-failed");
    }
    assertThat(home.running()).exists();
  }

  @Test
  void deviceShouldNotStartWhenNoFolderIsThere() throws Exception {
    link("a", A);
    Files.move(temp.resolve("a"), temp.resolve("elsewhere"));
    assertThatThrownBy(this::device).isInstanceOf(HomeException.class);
  }

  @Test
  void folderThatIsAwayShouldHoldBackNoAnswerButThatToItsOwnCommit() throws Exception {
    link("a", A);
    Files.move(temp.resolve("a"), temp.resolve("elsewhere"));
    SystemClock clock = new SystemClock();
    CommitSequencer sequencer = new CommitSequencer(new KeptMark(home), clock, List.of(A, B));
    sequencer.resumed(B, null);
    ServerCalls calls = connections().calls(IDENTITY);
    FolderSlot slot =
        new FolderSlot(
            linked.get(0),
            new DeviceParts(
                home,
                IDENTITY,
                false,
                calls,
                HttpServerCalls.newHttpClient(),
                new PassCache(calls::sas, clock, null),
                Bandwidth.unlimited(clock),
                clock,
                new SecureRandom(),
                Executors.newSingleThreadExecutor(),
                sequencer,
                envelope -> {},
                new Crossings()),
            new Dispatch(workspace -> {}),
            null);
    assertThat(sequencer.next(B).answeredThrough()).isZero();
    try (ClientStore store = SqliteFile.open(home.indexes().of(A), false).store()) {
      StoreBatch batch = new StoreBatch();
      batch.value("commit", EnvelopeCodec.encode(Envelope.of(EPOCH, commit(17))));
      store.write(batch);
    }
    slot.start();
    assertThat(slot.away()).isNotNull();
    assertThat(sequencer.next(B).answeredThrough()).isEqualTo(16);
    sequencer.answered(17);
    assertThat(sequencer.next(B).answeredThrough()).isGreaterThan(17);
  }

  private static CommitRequest commit(long sequence) {
    return new CommitRequest(
        A,
        new CommitId(new UUID(4, 4)),
        sequence,
        0,
        Cursor.start(EPOCH),
        List.of(new Change.MakeFolder(new NodeId(new UUID(5, 5)), NodeId.ROOT, "x", 0)),
        List.of());
  }
}
