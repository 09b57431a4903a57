package io.driftless.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read when they have been quiet for a moment, whenever that moment ends. */
class QuietFilesTest {

  private static final int QUIET_MILLIS = 30;

  @TempDir Path temp;

  @Test
  void fileShouldBeReadThoughItsMomentEndsWhileTheTimerIsSet() throws Exception {
    try (EngineBench bench = new EngineBench(temp)) {
      bench.start();
      for (int left = 0; left <= QUIET_MILLIS; left++) {
        String name = "file" + left;
        Files.writeString(bench.at(name), name);
        long changed = ((FileTime) Files.getAttribute(bench.at(name), "unix:ctime")).toMillis();
        bench.scheduler.tickFrom(changed + QUIET_MILLIS - left);
        bench.touched(name);
        bench.run(300);
        assertThat(bench.unfinished()).as("%s ms left", left).doesNotContain("hashing");
      }
    }
  }
}
