package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups by the command that docs/operations.md tells operators to use. */
class BackupDrillIT {

  private static final String EMPTY =
      "DO $$ DECLARE one text; BEGIN FOR one IN SELECT relname FROM pg_class WHERE relkind = 'r'"
          + " AND relnamespace = 'public'::regnamespace AND relname <> 'flyway_schema_history'"
          + " LOOP EXECUTE format('TRUNCATE %I CASCADE', one); END LOOP; END $$";

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();

  private record Said(int exitCode, String text) {
    JsonNode json() throws IOException {
      return RunningStack.JSON.readTree(text);
    }
  }

  @BeforeEach
  void quiet() throws Exception {
    JobRuns.of(database).quiet();
  }

  /** Else the collector would leave packs alone in other tests. */
  @AfterEach
  void keepNone() throws Exception {
    database.change("DELETE FROM backup_pin");
  }

  /** As on any machine that reaches the database: with the server's own variables. */
  private Said backup(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(stack.project().resolve("driftless-admin").toString());
    command.add("backup");
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    StackOfTests.running()
        .addresses()
        .environment()
        .forEach(
            (name, value) -> {
              if (name.startsWith("DRIFTLESS_DB_")) {
                builder.environment().put(name, value);
              }
            });
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), said);
  }

  private static void check(Said said, int exitCode) {
    assertThat(said.exitCode()).as(said.text()).isEqualTo(exitCode);
  }

  private static JsonNode run(Api operator, String kind, String workspace, Map<String, Long> with)
      throws Exception {
    Map<String, Object> body = new HashMap<>(JobRuns.body(kind, workspace, true, null));
    body.put("settings", with);
    return JobRuns.run(operator, body);
  }

  /** Takes a backup while a device commits; how many files it made meanwhile. */
  private int takeWhileWriting(Path backup, TestDevice device) throws Exception {
    List<Said> said = new ArrayList<>();
    List<Exception> failed = new ArrayList<>();
    Thread taking =
        new Thread(
            () -> {
              try {
                said.add(backup("take", backup, "--json"));
              } catch (IOException | InterruptedException e) {
                failed.add(e);
              }
            });
    taking.start();
    int made = 0;
    while (taking.isAlive()) {
      Files.write(device.folder.resolve("meanwhile " + made), Content.random(100 + made, 2_000));
      made++;
      taking.join(50);
    }
    assertThat(failed).isEmpty();
    check(said.get(0), 0);
    assertThat(said.get(0).json().path("lostPacks").asLong()).isZero();
    return made;
  }

  @Test
  void restoredServerShouldFindAllItsPacksAndTakeWhatItForgot(@TempDir Path temp) throws Exception {
    Path folder = temp.toRealPath();
    Path backup = folder.resolve("backup");
    try (Pair pair = Pair.start(stack, folder)) {
      Files.write(pair.laptop.folder.resolve("kept"), Content.random(1, 50_000));
      Files.write(pair.laptop.folder.resolve("edited"), Content.random(2, 50_000));
      pair.together(60);
      assertThat(takeWhileWriting(backup, pair.laptop)).isGreaterThan(3);
      Files.write(pair.laptop.folder.resolve("edited"), Content.random(3, 50_000));
      Files.write(pair.laptop.folder.resolve("later"), Content.random(4, 50_000));
      SortedMap<String, String> all = pair.together(120);
      pair.desktop.stop();
      pair.laptop.stop();

      String epoch = database.text("SELECT epoch FROM server_state");
      check(backup("restore", backup), 1);
      assertThat(database.text("SELECT epoch FROM server_state"))
          .as("nothing changes when it is in use")
          .isEqualTo(epoch);
      database.change(EMPTY);
      database.change("INSERT INTO server_state DEFAULT VALUES");
      check(backup("restore", backup), 0);
      assertThat(database.text("SELECT epoch FROM server_state")).isNotEqualTo(epoch);

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

  @Test
  void packsOfABackupShouldStayUntilItIsDropped(@TempDir Path temp) throws Exception {
    Path backup = temp.toRealPath().resolve("backup");
    JobWorkspace at = JobWorkspace.make("backed up");
    String file = at.make("file", Content.random(1, 300_000));
    String pack = database.text("SELECT pack_id FROM pack WHERE workspace_id = ?", at.id);
    Said taken = backup("take", backup, "--json");
    check(taken, 0);
    String id = taken.json().path("backup").asText();

    at.replace(file, Content.random(2, 1_000));
    at.prune();
    JsonNode last = at.collect(false, null);
    for (int round = 0; round < 3; round++) {
      last = at.collect(false, null);
    }
    assertThat(database.number("SELECT state FROM pack WHERE pack_id = ?::uuid", pack))
        .as("condemned")
        .isEqualTo(1);
    assertThat(JobRuns.count(last, "delete.packs")).isZero();
    assertThat(at.blob(pack)).isEqualTo(200);
    check(backup("verify", backup), 0);
    assertThat(backup("list").text()).contains(id, backup.toString());

    check(backup("drop", id), 0);
    check(backup("drop", id), 1);
    assertThat(JobRuns.count(at.collect(false, null), "delete.packs")).isEqualTo(1);
    assertThat(at.blob(pack)).isEqualTo(404);
    Said late = backup("verify", backup, "--json");
    check(late, 3);
    assertThat(late.json().path("lostPacks").asLong()).isPositive();
  }

  @Test
  void damagedBackupShouldBeTold(@TempDir Path temp) throws Exception {
    Path backup = temp.toRealPath().resolve("backup");
    Said taken = backup("take", backup, "--json");
    check(taken, 0);
    check(backup("drop", taken.json().path("backup").asText()), 0);
    check(backup("take", backup), 1); // it is there already
    Path table = backup.resolve("tables/account.gz");
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length / 2] ^= 1;
    Files.write(table, bytes);
    Files.delete(backup.resolve("tables/node.gz"));
    Said damaged = backup("verify", backup);
    check(damaged, 3);
    assertThat(damaged.text()).contains("account.gz", "node.gz is missing");
    check(backup("restore", backup, "--replace"), 3);
    Files.delete(backup.resolve("manifest.json"));
    check(backup("verify", backup), 1);
  }
}
