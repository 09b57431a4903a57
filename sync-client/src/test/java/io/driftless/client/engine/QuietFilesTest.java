package io.driftless.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read when they have been quiet for a moment, whenever that moment ends. */
class QuietFilesTest {

  @TempDir Path temp;

  @Test
  void fileShouldBeReadThoughItsMomentEndsWhileTheTimerIsSet() throws Exception {
    try (EngineBench bench = new EngineBench(temp)) {
      bench.start();
      bench.scheduler.tick();
      for (int i = 0; i < 60; i++) {
        String name = "file" + i;
        Files.writeString(bench.at(name), name);
        bench.touched(name);
        bench.run(300);
        // While a file is as new as the clock's tick it is read again; that is real time.
        for (int tries = 0; tries < 50 && bench.unfinished().contains("hashing"); tries++) {
          bench.run(300);
          TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThat(bench.unfinished()).as(name).doesNotContain("hashing");
      }
    }
  }
}
