package io.driftless.client.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.driftless.client.address.ServerAddress;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.api.ConnectInfo;
import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.api.DeviceMessages.Lease;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceList;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.recipe.Recipe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServerCallsTest {

  private static final ServerEpoch EPOCH = new ServerEpoch(new UUID(1, 2));
  private static final WorkspaceId SPACE = new WorkspaceId(new UUID(3, 4));
  private static final DeviceId DEVICE = new DeviceId("laptop-1");
  private static final String OF_SPACE = "/api/v1/workspaces/" + SPACE;

  private TestServer server;
  private final List<Long> pauses = new ArrayList<>();
  private final Tokens tokens = new Tokens();
  private HttpServerCalls calls;

  @BeforeEach
  void startServer() throws IOException {
    server = new TestServer();
    calls = callsTo(server.address());
  }

  private HttpServerCalls callsTo(ServerAddress address) {
    return new HttpServerCalls(
        HttpServerCalls.newHttpClient(), address, tokens, DEVICE, pauses::add);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void answerThatStandsStillShouldEnd() throws Exception {
    try (ServerSocket standing = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      HttpServerCalls patient =
          new HttpServerCalls(
              HttpServerCalls.newHttpClient(),
              new ServerAddress(URI.create("http://127.0.0.1:" + standing.getLocalPort())),
              tokens,
              DEVICE,
              pauses::add,
              new HttpIntake(new SystemClock(), 100));
      List<Socket> open = Collections.synchronizedList(new ArrayList<>());
      Thread half =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket line = standing.accept();
                    open.add(line);
                    line.getOutputStream()
                        .write(
                            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
                                .getBytes(StandardCharsets.US_ASCII));
                  }
                } catch (IOException closed) {
                  return;
                }
              });
      half.start();
      ServerException failure = failure(patient::connect);
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(open).hasSize(HttpTransport.ATTEMPTS);
      for (Socket line : open) {
        line.close();
      }
    }
  }

  private static ConnectInfo info(String product, int newest, int oldest) {
    return new ConnectInfo(
        product, "0.1", newest, oldest, EPOCH, "http://127.0.0.1/realm", "client", "tcp://b:1");
  }

  private static ServerException failure(ThrowingCallable call) {
    return catchThrowableOfType(ServerException.class, call);
  }

  @Test
  void connectShouldNeedNoSignOn() throws Exception {
    server.json("/api/v1/connect", info("driftless", 1, 1));
    assertThat(calls.connect()).isEqualTo(info("driftless", 1, 1));
    assertThat(server.seen.get(0).headers()).doesNotContainKey("Authorization");
  }

  @Test
  void signedInCallShouldNameTheDeviceSoThatItsLeaseIsRenewed() throws Exception {
    server.json("/api/v1/workspaces", new WorkspaceList(List.of()));
    calls.workspaces();
    assertThat(server.seen.get(0).headers())
        .containsEntry("Authorization", "Bearer token-1")
        .containsEntry("Driftless-device", "laptop-1");
  }

  @Test
  void listingsShouldBeReadFromPackedCbor() throws Exception {
    Cursor cursor = Cursor.start(EPOCH);
    ChangesPage page = new ChangesPage(cursor, new Revision(7), true, List.of());
    server.answer(
        OF_SPACE + "/changes",
        TestServer.gzipped(TestServer.body(200, "application/cbor", Codec.cbor(), page)));
    assertThat(calls.changes(SPACE, cursor, 100, new Revision(7)))
        .isEqualTo(new JournalRead.Page(page));
    assertThat(server.seen.get(0).query())
        .isEqualTo("cursor=" + cursor.token() + "&limit=100&atLeast=7");
  }

  @Test
  void hashesShouldTravelAsCbor() throws Exception {
    Sha256 hash = Sha256.digest(new byte[] {1});
    server.answer(
        OF_SPACE + "/chunks/lookup",
        TestServer.body(200, "application/cbor", Codec.cbor(), new ChunksFound(List.of())));
    assertThat(calls.lookup(SPACE, new ChunkLookup(List.of(hash))).found()).isEmpty();
    TestServer.Seen seen = server.seen.get(0);
    assertThat(seen.headers()).containsEntry("Content-type", "application/cbor");
    assertThat(Codec.cbor().readValue(seen.body(), ChunkLookup.class).hashes())
        .containsExactly(hash);
  }

  @Test
  void otherCallsShouldGoWhereTheProtocolSays() throws Exception {
    Sas sas = new Sas("http://127.0.0.1/c", "sig=1", 5);
    server
        .json(OF_SPACE + "/sas", sas)
        .json("/api/v1/devices/laptop-1/lease", new Lease(9))
        .answer(
            OF_SPACE + "/recipes/staged",
            new TestServer.Answer(204, "text/plain", Map.of(), new byte[0]));
    Recipe recipe = new Recipe(List.of(Sha256.digest(new byte[] {1})));
    assertThat(calls.sas(SPACE, BlobAccess.UPLOAD)).isEqualTo(sas);
    assertThat(calls.renewLease(DEVICE)).isEqualTo(new Lease(9));
    calls.stageRecipe(SPACE, recipe);
    assertThat(server.seen)
        .extracting(TestServer.Seen::method)
        .containsExactly("POST", "PUT", "PUT");
    assertThat(server.seen.get(2).body()).isEqualTo(recipe.bytes());
  }

  @Test
  void outcomesOfReadingTheJournalShouldBeValues() throws Exception {
    server
        .problem(OF_SPACE + "/changes", 503, "not-yet", "wait")
        .problem(OF_SPACE + "/changes", 410, "resync", "below the floor")
        .problem(OF_SPACE + "/changes", 410, "epoch-changed", "restored");
    Cursor cursor = Cursor.start(EPOCH);
    assertThat(calls.changes(SPACE, cursor, 1, Revision.NONE)).isEqualTo(new JournalRead.NotYet());
    assertThat(calls.changes(SPACE, cursor, 1, Revision.NONE))
        .isEqualTo(new JournalRead.Resync("below the floor", false));
    assertThat(calls.changes(SPACE, cursor, 1, Revision.NONE))
        .isEqualTo(new JournalRead.Resync("restored", true));
  }

  @Test
  void passingFailureShouldBeRepeatedAndThenSucceed() throws Exception {
    server
        .problem("/api/v1/workspaces", 503, "busy", "restarting")
        .answer(
            "/api/v1/workspaces",
            new TestServer.Answer(502, "text/html", Map.of("Retry-After", "2"), new byte[] {'x'}))
        .json("/api/v1/workspaces", new WorkspaceList(List.of()));
    assertThat(calls.workspaces().workspaces()).isEmpty();
    assertThat(pauses).containsExactly(250L, 2_000L);
  }

  @Test
  void passingFailureShouldBeToldAfterThreeTries() {
    server.problem("/api/v1/workspaces", 503, "database-down", "The database is away");
    ServerException failure = failure(calls::workspaces);
    assertThat(failure.kind()).isEqualTo(Kind.BUSY);
    assertThat(failure.code()).isEqualTo("database-down");
    assertThat(failure).hasMessageContaining("The database is away");
    assertThat(server.seen).hasSize(3);
  }

  @Test
  void enrolmentShouldNotBeRepeated() {
    server.problem("/api/v1/devices", 503, "busy", "later");
    assertThat(failure(() -> calls.enrol(new EnrolRequest("laptop", "linux"))).kind())
        .isEqualTo(Kind.BUSY);
    assertThat(server.seen).hasSize(1);
  }

  @Test
  void refusedTokenShouldBeExchangedOnce() throws Exception {
    server
        .problem("/api/v1/workspaces", 401, "sign-on", "expired")
        .json("/api/v1/workspaces", new WorkspaceList(List.of()));
    calls.workspaces();
    assertThat(server.seen)
        .extracting(seen -> seen.headers().get("Authorization"))
        .containsExactly("Bearer token-1", "Bearer token-2");
  }

  @Test
  void endedSignOnShouldTellToLogInAgain() {
    server.problem("/api/v1/workspaces", 401, "sign-on", "expired");
    ServerException failure = failure(calls::workspaces);
    assertThat(failure.kind()).isEqualTo(Kind.SIGN_ON);
    assertThat(failure).hasMessageContaining("driftless login");
    assertThat(server.seen).hasSize(2);
  }

  @Test
  void refusalsShouldBeTyped() {
    server
        .problem("/api/v1/workspaces", 403, "no-member", "Not yours")
        .problem("/api/v1/workspaces", 404, "no-workspace", "Gone")
        .problem("/api/v1/workspaces", 400, "bad-request", "Name too long");
    assertThat(failure(calls::workspaces).kind()).isEqualTo(Kind.DENIED);
    assertThat(failure(calls::workspaces).kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure(calls::workspaces))
        .hasMessage("Name too long")
        .extracting(ServerException::kind)
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void strangersShouldBeRecognised() {
    assertThat(failure(calls::connect).kind()).isEqualTo(Kind.NOT_DRIFTLESS);
    server.json("/api/v1/connect", info("nextcloud", 1, 1));
    assertThat(failure(calls::connect))
        .hasMessageContaining("nextcloud")
        .hasMessageContaining(server.url());
    server.close();
  }

  @Test
  void webPageShouldBeNoServer() {
    server.answer(
        "/api/v1/connect",
        new TestServer.Answer(200, "text/html", Map.of(), new byte[] {'<', 'h', '>'}));
    assertThat(failure(calls::connect).kind()).isEqualTo(Kind.NOT_DRIFTLESS);
  }

  @Test
  void otherProtocolVersionsShouldBeToldApart() {
    server
        .json("/api/v1/connect", info("driftless", 9, 2))
        .json("/api/v1/connect", info("driftless", 0, 0));
    assertThat(failure(calls::connect)).hasMessageContaining("Update this client");
    assertThat(failure(calls::connect)).hasMessageContaining("server to be updated");
  }

  @Test
  void portThatNobodyListensOnShouldBeUnreachable() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    HttpServerCalls nowhere = callsTo(ServerAddress.of("http://127.0.0.1:" + port));
    ServerException failure = failure(nowhere::connect);
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("nothing listens");
  }

  private static final class Tokens implements TokenSource {
    private int number = 1;

    @Override
    public String token() {
      return "token-" + number;
    }

    @Override
    public void refused(String token) {
      number++;
    }
  }
}
