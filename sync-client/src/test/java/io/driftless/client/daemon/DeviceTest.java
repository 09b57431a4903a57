package io.driftless.client.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.client.address.AddressOverrides;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.home.HomeException;
import io.driftless.client.home.LinkedFolder;
import io.driftless.client.home.LinkedFolders;
import io.driftless.client.home.RootMarker;
import io.driftless.client.report.StatusReport;
import io.driftless.client.server.HttpServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.TokenSource;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device without a line: what it says of its folders. */
class DeviceTest {

  private static final WorkspaceId A = new WorkspaceId(new UUID(1, 1));
  private static final WorkspaceId B = new WorkspaceId(new UUID(2, 2));
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
    TokenSource tokens =
        new TokenSource() {
          @Override
          public String token() throws ServerException {
            throw new ServerException(ServerException.Kind.UNREACHABLE, "unreachable", "nobody");
          }

          @Override
          public void refused(String token) {}
        };
    return new Device(
        home,
        IDENTITY,
        new Connections(HttpServerCalls.newHttpClient(), tokens, AddressOverrides.NONE));
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
}
