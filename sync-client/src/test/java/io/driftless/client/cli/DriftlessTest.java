package io.driftless.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.deed.DeedLog;
import io.driftless.client.engine.Deeds.Rule;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeLock;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.home.RootMarker;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.server.HttpServerCalls;
import io.driftless.client.server.TestServer;
import io.driftless.protocol.api.ConnectInfo;
import io.driftless.protocol.api.DeviceMessages.Enrolled;
import io.driftless.protocol.api.DeviceMessages.Lease;
import io.driftless.protocol.api.HistoryMessages.Restored;
import io.driftless.protocol.api.HistoryMessages.VersionInfo;
import io.driftless.protocol.api.HistoryMessages.VersionList;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceList;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server and a sign-on in this process. */
class DriftlessTest {

  private static final ServerEpoch EPOCH = new ServerEpoch(new UUID(1, 2));
  private static final WorkspaceId PERSONAL = new WorkspaceId(new UUID(3, 4));
  private static final WorkspaceId TEAM = new WorkspaceId(new UUID(5, 6));
  private static final DeviceId DEVICE = new DeviceId("laptop-1");

  @TempDir Path temp;
  private TestServer server;
  private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void startServer() throws Exception {
    folder = Files.createDirectory(temp.toRealPath().resolve("files"));
    environment.put("DRIFTLESS_HOME", temp.resolve("home").toString());
    server = new TestServer();
    String issuer = server.url() + "/realm";
    server
        .json(
            "/api/v1/connect",
            new ConnectInfo("driftless", "0.1", 1, 1, EPOCH, issuer, "client", "tcp://127.0.0.1:7"))
        .json(
            "/realm/.well-known/openid-configuration",
            Map.of(
                "issuer", issuer,
                "token_endpoint", issuer + "/token",
                "device_authorization_endpoint", issuer + "/device",
                "revocation_endpoint", issuer + "/revoke"))
        .json(
            "/realm/device",
            Map.of(
                "device_code",
                "c",
                "user_code",
                "ABCD",
                "verification_uri",
                issuer + "/verify",
                "expires_in",
                60))
        .json("/realm/token", Map.of("access_token", "a", "refresh_token", "r", "expires_in", 300))
        .answer("/realm/revoke", ok())
        .json("/api/v1/devices", new Enrolled(DEVICE, "secret", new AccountId(new UUID(7, 8)), 1))
        .json("/api/v1/devices/laptop-1/lease", new Lease(1))
        .answer("/api/v1/devices/laptop-1", ok())
        .json(
            "/api/v1/workspaces",
            new WorkspaceList(List.of(space(PERSONAL, "ada", true), space(TEAM, "team", false))));
  }

  private static TestServer.Answer ok() {
    return new TestServer.Answer(200, "text/plain", Map.of(), new byte[0]);
  }

  private static WorkspaceInfo space(WorkspaceId id, String name, boolean personal) {
    return new WorkspaceInfo(id, name, Role.OWNER, personal, Cursor.start(EPOCH));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private int run(String... arguments) {
    Surroundings around =
        new Surroundings(
            environment,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            HttpServerCalls.newHttpClient(),
            Clock.systemUTC(),
            millis -> {});
    return Driftless.line(around).execute(arguments);
  }

  private DeviceHome home() throws Exception {
    return DeviceHome.of(environment);
  }

  private void logIn() {
    assertThat(run("login", server.url(), "--name", "laptop")).as(err.toString()).isZero();
  }

  @Test
  void loginShouldShowTheAddressAndEnrolTheDevice() throws Exception {
    logIn();
    assertThat(out.toString()).contains(server.url() + "/realm/verify").contains("ABCD");
    DeviceIdentity identity = home().identity().read();
    assertThat(identity.device()).isEqualTo(DEVICE);
    assertThat(identity.broker()).isEqualTo("tcp://127.0.0.1:7");
    assertThat(server.seen)
        .filteredOn(seen -> seen.path().equals("/api/v1/devices"))
        .singleElement()
        .satisfies(seen -> assertThat(seen.text()).contains("\"name\":\"laptop\""));
  }

  @Test
  void secondLoginShouldKeepTheDevice() {
    logIn();
    logIn();
    assertThat(server.seen).filteredOn(seen -> seen.path().equals("/api/v1/devices")).hasSize(1);
  }

  @Test
  void loginOfAnUnlinkedDeviceShouldEnrolItAnewAndPutItsDatabaseAside() throws Exception {
    logIn();
    Path database = home().indexes().of(PERSONAL);
    Files.createDirectories(database.getParent());
    Files.writeString(database, "old");
    server.problem("/api/v1/devices/laptop-1/lease", 404, "no-device", "gone");
    run("login", server.url());
    assertThat(run("login", server.url())).isZero();
    assertThat(database).doesNotExist();
    assertThat(database.resolveSibling("retired-" + database.getFileName())).exists();
  }

  @Test
  void loginAtAnotherServerShouldBeRefused() {
    logIn();
    assertThat(run("login", "https://elsewhere.example.org")).isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("driftless logout");
  }

  @Test
  void wrongServersShouldBeTold() {
    assertThat(run("login", "http://files.example.org")).isEqualTo(ExitCode.USAGE);
    assertThat(run("login", server.url() + "/elsewhere")).isEqualTo(ExitCode.SERVER);
    assertThat(err.toString()).contains("is no Driftless server").contains("Check the address");
    server.close();
    assertThat(run("login", server.url())).isEqualTo(ExitCode.SERVER);
    assertThat(err.toString()).contains("nothing listens there");
  }

  @Test
  void initShouldLinkThePersonalWorkspaceAndMarkTheFolder() throws Exception {
    logIn();
    assertThat(run("init", folder.toString())).as(err.toString()).isZero();
    assertThat(home().folders().read().folders())
        .singleElement()
        .satisfies(linked -> assertThat(linked.workspace()).isEqualTo(PERSONAL));
    assertThat(RootMarker.read(folder).device()).isEqualTo(DEVICE);
  }

  @Test
  void initShouldTakeAWorkspaceByNameOrTellWhichThereAre() throws Exception {
    logIn();
    assertThat(run("init", folder.toString(), "--workspace", "none")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("team").contains(TEAM.toString());
    assertThat(run("init", folder.toString(), "--workspace", "team")).isZero();
    assertThat(home().folders().read().folders().get(0).workspace()).isEqualTo(TEAM);
  }

  @Test
  void badFoldersShouldBeRefusedWithoutATrace() throws Exception {
    logIn();
    assertThat(run("init", temp.resolve("none").toString())).isEqualTo(ExitCode.FOLDER);
    run("init", folder.toString());
    assertThat(run("init", folder.toString())).isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("There is no folder").contains("synced already");
    assertThat(home().folders().read().folders()).hasSize(1);
  }

  @Test
  void furtherFoldersShouldEachTakeAWorkspaceOfTheirOwn() throws Exception {
    logIn();
    run("init", folder.toString());
    Path second = Files.createDirectory(temp.toRealPath().resolve("second"));
    assertThat(run("init", second.toString())).isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("syncs the workspace 'ada' already, in " + folder);
    assertThat(second).isEmptyDirectory();
    assertThat(run("init", second.toString(), "--workspace", "team")).isZero();
    assertThat(home().folders().read().folders())
        .extracting(LinkedFolder::workspace)
        .containsExactly(PERSONAL, TEAM);
    Path inside = Files.createDirectory(folder.resolve("inside"));
    assertThat(run("init", inside.toString(), "--workspace", "team")).isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("lies inside " + folder);
    assertThat(run("init", temp.toRealPath().toString())).isEqualTo(ExitCode.FOLDER);
  }

  @Test
  void unlinkShouldLeaveTheFilesAndTheOtherFolder() throws Exception {
    logIn();
    run("init", folder.toString());
    Path second = Files.createDirectory(temp.toRealPath().resolve("second"));
    run("init", second.toString(), "--workspace", "team");
    Files.writeString(folder.resolve("file"), "x");
    assertThat(run("unlink", temp.toString())).isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("is not linked").contains(second.toString());
    assertThat(run("unlink", folder.toString())).as(err.toString()).isZero();
    assertThat(folder.resolve("file")).exists();
    assertThat(RootMarker.read(folder)).isNull();
    assertThat(home().folders().read().folders())
        .extracting(LinkedFolder::workspace)
        .containsExactly(TEAM);
    assertThat(run("init", folder.toString())).as(err.toString()).isZero();
  }

  @Test
  void unlinkThatWasCutShortShouldNotKeepTheFolderFromBeingLinkedAgain() throws Exception {
    logIn();
    run("init", folder.toString());
    home().folders().write(LinkedFolders.NONE);
    assertThat(run("init", folder.toString())).as(err.toString()).isZero();
  }

  @Test
  void endedSignOnShouldTellToLogInAgain() {
    logIn();
    server.problem("/api/v1/workspaces", 401, "sign-on", "expired");
    run("init", folder.toString(), "--workspace", "none");
    assertThat(run("init", folder.toString())).isEqualTo(ExitCode.SIGN_ON);
    assertThat(err.toString()).contains("driftless login");
  }

  @Test
  void commandsBeforeTheirTurnShouldTellTheFirstStep() throws Exception {
    assertThat(run("sync")).isEqualTo(ExitCode.SIGN_ON);
    assertThat(run("init", folder.toString())).isEqualTo(ExitCode.SIGN_ON);
    logIn();
    assertThat(run("sync")).isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("driftless init");
  }

  @Test
  void secondSyncShouldBeRefused() throws Exception {
    logIn();
    run("init", folder.toString());
    try (HomeLock first = HomeLock.take(home())) {
      assertThat(run("sync")).isEqualTo(ExitCode.RUNNING);
      assertThat(run("logout")).isEqualTo(ExitCode.RUNNING);
      assertThat(first).isNotNull();
    }
  }

  @Test
  void logoutShouldLeaveNoSecretAndAllFiles() throws Exception {
    logIn();
    run("init", folder.toString());
    Files.writeString(folder.resolve("file"), "x");
    assertThat(run("logout")).as(err.toString()).isZero();
    assertThat(home().path().resolve("device.json")).doesNotExist();
    assertThat(home().signOn()).doesNotExist();
    assertThat(folder.resolve("file")).exists();
    assertThat(RootMarker.read(folder)).isNull();
    assertThat(server.seen).anyMatch(seen -> seen.method().equals("DELETE"));
  }

  @Test
  void logoutWithoutServerShouldNeedForce() throws Exception {
    logIn();
    server.close();
    assertThat(run("logout")).isEqualTo(ExitCode.SERVER);
    assertThat(err.toString()).contains("--force");
    assertThat(home().identity().read()).isNotNull();
    assertThat(run("logout", "--force")).isZero();
    assertThat(home().identity().read()).isNull();
  }

  @Test
  void statusShouldTellInWordsAndJson() {
    assertThat(run("status")).isZero();
    assertThat(run("status", "--json")).isZero();
    assertThat(out.toString()).contains("stopped").contains("\"not-running\"");
  }

  private String nodeOf(String path) throws Exception {
    NodeId node = new NodeId(new UUID(9, 1));
    try (DeedLog log = new DeedLog(home().deeds(PERSONAL), new SystemClock())) {
      log.did(Rule.SENT, node, node, path, path, new Revision(4));
    }
    return "/api/v1/workspaces/%s/nodes/%s".formatted(PERSONAL, node);
  }

  private static VersionList versions(boolean deleted) {
    FileVersion version =
        new FileVersion(new VersionNumber(2), 5, Sha256.digest(new byte[5]), 0, false, 1, null);
    NodeRow row =
        new NodeRow(
            new Revision(4),
            new NodeId(new UUID(9, 1)),
            NodeId.ROOT,
            "a.txt",
            NodeKind.FILE,
            version,
            deleted,
            new CommitId(new UUID(1, 1)),
            DEVICE,
            new AccountId(new UUID(7, 8)),
            1);
    return new VersionList(
        row,
        List.of(
            new VersionInfo(
                version, DEVICE, "laptop", row.account(), "ada", new Revision(4), 1_000, 1_536L)),
        false);
  }

  @Test
  void historyShouldListTheVersionsOfAFileThatIsGone() throws Exception {
    logIn();
    run("init", folder.toString());
    server.json(nodeOf("a.txt") + "/versions", versions(true));
    assertThat(run("history", folder.resolve("a.txt").toString())).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("ada on laptop")
        .contains("NEW")
        .contains("1.5 KiB")
        .contains("It was deleted");
    assertThat(run("history", folder.resolve("b.txt").toString())).isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("Nothing is known about b.txt");
  }

  @Test
  void restoreShouldSayWhichVersionAndOnWhatItRests() throws Exception {
    logIn();
    run("init", folder.toString());
    String node = nodeOf("a.txt");
    server.json(node + "/versions", versions(false));
    server.json(
        node + "/restore",
        new Restored(new Revision(5), new VersionNumber(3), Cursor.start(EPOCH)));
    Path file = Files.writeString(folder.resolve("a.txt"), "x");
    assertThat(run("restore", file.toString())).isEqualTo(ExitCode.FOLDER);
    assertThat(err.toString()).contains("Say which version");
    assertThat(run("restore", file + "@1")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("a.txt is back as of version 1, as version 3");
    assertThat(server.seen)
        .filteredOn(seen -> seen.path().endsWith("/restore"))
        .singleElement()
        .satisfies(seen -> assertThat(seen.text()).contains("\"from\":1").contains("\"base\":2"));
  }
}
