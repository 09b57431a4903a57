package io.driftless.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

  @TempDir Path temp;

  @Test
  void whatAKilledClientLeftShouldGoAndWhatARunningOneHasShouldStay() throws Exception {
    Process killed = new ProcessBuilder("true").start();
    killed.waitFor();
    Path left = Files.createDirectories(temp.resolve(killed.pid() + "/deep"));
    Files.writeString(left.resolve("library.so"), "x");
    Path own = temp.resolve(Long.toString(ProcessHandle.current().pid()));
    Files.createDirectory(own);
    TemporaryFolder.clean(temp);
    assertThat(temp).isDirectoryContaining(own::equals);
    assertThat(left.getParent()).doesNotExist();
  }
}
