package io.driftless.client.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRulesTest {

  private static final WorkspaceId SPACE = new WorkspaceId(new UUID(1, 2));

  @TempDir Path given;
  private Path temp;
  private DeviceHome home;

  @BeforeEach
  void makeHome() throws Exception {
    temp = given.toRealPath();
    home = DeviceHome.of(temp.resolve("home"));
  }

  private Path folder(String path) throws IOException {
    return Files.createDirectories(temp.resolve(path));
  }

  private HomeException refusal(Path folder, LinkedFolder... linked) {
    FolderRules rules = new FolderRules(home, new LinkedFolders(List.of(linked)));
    return catchThrowableOfType(HomeException.class, () -> rules.check(folder));
  }

  private static LinkedFolder linked(Path folder) {
    return new LinkedFolder(folder.toString(), SPACE, "ada");
  }

  private void mark(Path folder) throws IOException {
    new RootMarker(SPACE, new DeviceId("other"), "/other/home").write(folder);
  }

  @Test
  void emptyOrFullFolderShouldBeTakenByItsRealPath() throws Exception {
    Path real = folder("real");
    Files.writeString(real.resolve("file"), "x");
    Path link = Files.createSymbolicLink(temp.resolve("link"), real);
    assertThat(new FolderRules(home, LinkedFolders.NONE).check(link)).isEqualTo(real);
  }

  @Test
  void missingFolderShouldBeToldHowToMakeIt() {
    HomeException refusal = refusal(temp.resolve("none"));
    assertThat(refusal.code()).isEqualTo("folder-missing");
    assertThat(refusal).hasMessageContaining("mkdir");
  }

  @Test
  void fileShouldBeNoFolder() throws Exception {
    assertThat(refusal(Files.writeString(temp.resolve("file"), "x")).code())
        .isEqualTo("not-a-folder");
  }

  @Test
  void folderWithoutWriteRightShouldBeRefused() throws Exception {
    Path folder = folder("readonly");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(Files.isWritable(folder), "root may write everywhere");
    assertThat(refusal(folder).code()).isEqualTo("not-writable");
  }

  @Test
  void linkedFolderShouldNotBeLinkedAgain() throws Exception {
    Path folder = folder("a");
    assertThat(refusal(folder, linked(folder)).code()).isEqualTo("already-linked");
  }

  @Test
  void folderInOrAroundALinkedOneShouldBeRefused() throws Exception {
    Path outer = folder("a");
    Path inner = folder("a/b");
    assertThat(refusal(inner, linked(outer)).code()).isEqualTo("inside-synced-folder");
    assertThat(refusal(outer, linked(inner)).code()).isEqualTo("contains-synced-folder");
    assertThat(refusal(folder("ab"), linked(outer))).isNull();
  }

  @Test
  void foldersOfOtherDevicesShouldBeKnownByTheirMarker() throws Exception {
    Path outer = folder("a");
    Path marked = folder("a/b");
    mark(marked);
    assertThat(refusal(marked))
        .hasMessageContaining("/other/home")
        .extracting(HomeException::code)
        .isEqualTo("already-linked");
    assertThat(refusal(folder("a/b/c/d")).code()).isEqualTo("inside-synced-folder");
    assertThat(refusal(outer).code()).isEqualTo("contains-synced-folder");
  }

  @Test
  void stateFolderShouldNotBeSynced() throws Exception {
    assertThat(refusal(home.path()).code()).isEqualTo("folder-meets-home");
    assertThat(refusal(folder("home/below")).code()).isEqualTo("folder-meets-home");
    assertThat(refusal(temp).code()).isEqualTo("folder-meets-home");
  }

  @Test
  void secondClientShouldBeRefusedUntilTheFirstEnds() throws Exception {
    try (HomeLock first = HomeLock.take(home)) {
      HomeException refusal =
          catchThrowableOfType(HomeException.class, () -> HomeLock.take(home).close());
      assertThat(refusal.code()).isEqualTo("already-running");
      assertThat(first).isNotNull();
    }
    HomeLock.take(home).close();
  }

  @Test
  void unusableHomeShouldBeToldWithTheVariable() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    HomeException refusal =
        catchThrowableOfType(HomeException.class, () -> DeviceHome.of(file.resolve("home")));
    assertThat(refusal.code()).isEqualTo("home-unusable");
    assertThat(refusal).hasMessageContaining("DRIFTLESS_HOME");
  }
}
