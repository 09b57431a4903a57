package io.driftless.client.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

  @TempDir Path temp;

  @Test
  void secondClientOnAHomeShouldBeRefusedUntilTheFirstHasEnded() throws Exception {
    DeviceHome home = DeviceHome.of(temp.resolve("home"));
    try (HomeLock first = HomeLock.take(home)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> HomeLock.take(home))
          .isInstanceOfSatisfying(
              HomeException.class, e -> assertThat(e.code()).isEqualTo("already-running"));
    }
    HomeLock.take(home).close();
  }

  @Test
  void secondClientOnAFolderShouldBeRefusedWhateverItsHome() throws Exception {
    Path root = Files.createDirectories(temp.resolve("files/.driftless")).getParent();
    try (HomeLock first = HomeLock.takeRoot(root)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> HomeLock.takeRoot(root))
          .isInstanceOfSatisfying(
              HomeException.class, e -> assertThat(e.code()).isEqualTo("root-in-use"))
          .hasMessageContaining(root.toString());
    }
  }

  @Test
  void homeOfNobodyYetShouldBecomeItsOwnersAlone() throws Exception {
    Path made = Files.createDirectory(temp.resolve("open"));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    DeviceHome home = DeviceHome.of(made);
    assertThat(Files.getPosixFilePermissions(home.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }
}
