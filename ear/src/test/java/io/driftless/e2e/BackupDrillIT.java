package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.stack.PartName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill of docs/operations.md: PostgreSQL's files are copied, lost, and put back. */
class BackupDrillIT {

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();

  private static Path files() {
    return Path.of(System.getProperty("driftless.stack.folder")).resolve("postgres");
  }

  private void backup(Path to) throws Exception {
    stack.stop(PartName.POSTGRES);
    Shell.run(to, "cp -a '%s' '%s'".formatted(files(), to.resolve("backup")));
    stack.start(PartName.POSTGRES);
  }

  private void restore(Path from) throws Exception {
    stack.kill(PartName.POSTGRES);
    Shell.run(
        from, "rm -rf '%1$s' && cp -a '%2$s' '%1$s'".formatted(files(), from.resolve("backup")));
    stack.start(PartName.POSTGRES);
    database.change("UPDATE server_state SET epoch = gen_random_uuid(), epoch_since = now()");
  }

  private static JsonNode run(Api operator, String kind, String workspace, Map<String, Long> with)
      throws Exception {
    Map<String, Object> body = new HashMap<>(JobRuns.body(kind, workspace, true, null));
    body.put("settings", with);
    return JobRuns.run(operator, body);
  }

  @Test
  void restoredDatabaseShouldFindAllItsPacksAndTakeWhatItForgot(@TempDir Path temp)
      throws Exception {
    Path folder = temp.toRealPath();
    JobRuns.of(database).quiet();
    try (Pair pair = Pair.start(stack, folder)) {
      Files.write(pair.laptop.folder.resolve("kept"), Content.random(1, 50_000));
      Files.write(pair.laptop.folder.resolve("edited"), Content.random(2, 50_000));
      pair.together(60);
      backup(folder);
      Files.write(pair.laptop.folder.resolve("edited"), Content.random(3, 50_000));
      Files.write(pair.laptop.folder.resolve("later"), Content.random(4, 50_000));
      SortedMap<String, String> all = pair.together(120);
      pair.desktop.stop();
      pair.laptop.stop();

      restore(folder);
      Api ada = People.of(stack).as("ada");
      assertThat(run(ada, "check", pair.workspace, Map.of()).path("errors")).isEmpty();
      JsonNode scrubbed = run(ada, "scrub", pair.workspace, Map.of("againSeconds", 0L));
      assertThat(JobRuns.count(scrubbed, "scrub.packs")).isPositive();
      assertThat(JobRuns.count(scrubbed, "scrub.damaged")).isZero();
      assertThat(
              JobRuns.count(run(ada, "collect", pair.workspace, JobRuns.AT_ONCE), "orphan.packs"))
          .as("what was named after the backup")
          .isPositive();
      assertThat(
              JobRuns.count(
                  run(ada, "collect", pair.workspace, Map.of("orphanSeconds", 0L)),
                  "orphan.resting"))
          .as("is left alone for 30 days")
          .isPositive();

      pair.laptop.start();
      pair.desktop.start();
      SortedMap<String, String> tree = pair.together(120);
      assertThat(tree.keySet()).containsAll(all.keySet());
      assertThat(tree.values()).as("every content").containsAll(all.values());
    }
  }
}
