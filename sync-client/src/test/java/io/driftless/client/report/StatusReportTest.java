package io.driftless.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.link.LinkState;
import io.driftless.client.status.DeviceState;
import io.driftless.client.status.Pending;
import io.driftless.client.status.Problem;
import io.driftless.client.status.RootStatus;
import io.driftless.client.status.Transferred;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusReportTest {

  private static final WorkspaceId SPACE = new WorkspaceId(new UUID(1, 2));
  private static final LinkState UP = new LinkState.Up();
  private static final LinkState DOWN = new LinkState.Down("unreachable", "No network.");
  private static final DeviceIdentity IDENTITY =
      new DeviceIdentity(
          "https://files.example.org",
          "ssl://files.example.org:443",
          new DeviceId("laptop-7f3a"),
          "secret",
          new AccountId(new UUID(3, 4)),
          "laptop");
  private static final LinkedFolder FOLDER = new LinkedFolder("/home/ada/Files", SPACE, "ada");

  @TempDir Path temp;

  private static RootStatus root(DeviceState state, Problem... problems) {
    return new RootStatus(
        SPACE,
        FOLDER.folder(),
        state,
        new Revision(41),
        new Pending(2, 2_000),
        new Pending(1, 10),
        new Transferred(4_000, 5_000, 6_000, 70, 80),
        List.of(problems));
  }

  private static StatusReport report(LinkState link, RootStatus... roots) {
    return new Reports(IDENTITY)
        .report(
            link,
            Stream.of(roots).map(root -> new Reports.Standing(FOLDER, root)).toList(),
            List.of());
  }

  @Test
  void formShouldStayAsItIsPinned() throws Exception {
    StatusReport report =
        report(DOWN, root(DeviceState.SYNCING, new Problem("a/b", "disk-full", "Make room.")));
    String written =
        new String(report.json(), StandardCharsets.UTF_8)
            .replace("\"processId\" : " + ProcessHandle.current().pid(), "\"processId\" : 4711");
    assertThat(written).isEqualToNormalizingNewlines(golden("status.json").strip());
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = StatusReportTest.class.getResourceAsStream("/golden/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void deviceShouldBeAsBadAsItsWorstRoot() {
    assertThat(report(UP, root(DeviceState.UP_TO_DATE)).state()).isEqualTo("up-to-date");
    assertThat(report(UP, root(DeviceState.UP_TO_DATE), root(DeviceState.SYNCING)).state())
        .isEqualTo("syncing");
    assertThat(report(UP, root(DeviceState.HELD), root(DeviceState.SYNCING)).state())
        .isEqualTo("held");
    assertThat(report(UP, root(DeviceState.STOPPED), root(DeviceState.HELD)).state())
        .isEqualTo("stopped");
  }

  @Test
  void upToDateShouldNeverBeSaidWithoutALine() {
    StatusReport report = report(DOWN, root(DeviceState.UP_TO_DATE));
    assertThat(report.state()).isEqualTo("offline");
    assertThat(report.roots().get(0).state()).isEqualTo("offline");
    assertThat(report.problems()).extracting(StatusReport.Trouble::code).contains("unreachable");
    assertThat(report(DOWN, root(DeviceState.STOPPED)).state()).isEqualTo("stopped");
  }

  @Test
  void lineThatIsDownShouldBeToldOnceAndNotForEveryFile() {
    Problem[] problems = {
      new Problem("a", "transfer", "Nothing listens there."),
      new Problem("b", "disk-full", "Make room."),
      new Problem("", "unreachable", "No network.")
    };
    assertThat(report(DOWN, root(DeviceState.SYNCING, problems)).problems())
        .extracting(StatusReport.Trouble::code)
        .containsExactly("unreachable", "disk-full");
    assertThat(report(UP, root(DeviceState.SYNCING, problems)).problems()).hasSize(3);
  }

  @Test
  void stoppedClientShouldBeToldWithWhatItLeft() throws Exception {
    DeviceHome home = DeviceHome.of(temp.resolve("home"));
    LastStatus.keep(home, report(UP, root(DeviceState.SYNCING, new Problem("x", "c", "w"))));
    StatusReport told = LastStatus.ofStopped(home, new LinkedFolders(List.of(FOLDER)), IDENTITY);
    assertThat(told.state()).isEqualTo("stopped");
    assertThat(told.processId()).isNull();
    assertThat(told.roots())
        .singleElement()
        .satisfies(
            root -> {
              assertThat(root.revision()).isEqualTo(41);
              assertThat(root.state()).isEqualTo("stopped");
            });
    assertThat(told.problems())
        .extracting(StatusReport.Trouble::code)
        .containsExactly("not-running", "c");
  }

  @Test
  void freshHomeShouldTellTheFirstStep() throws Exception {
    DeviceHome home = DeviceHome.of(temp.resolve("home"));
    assertThat(LastStatus.ofStopped(home, LinkedFolders.NONE, null).problems().get(0).message())
        .contains("driftless login");
    assertThat(LastStatus.ofStopped(home, LinkedFolders.NONE, IDENTITY).problems().get(0).message())
        .contains("driftless init");
  }
}
