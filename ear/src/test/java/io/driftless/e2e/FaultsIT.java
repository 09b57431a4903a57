package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.stack.PartName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices while parts are killed under them: nothing is lost, nothing is applied twice. */
class FaultsIT {

  @TempDir Path temp;
  private Pair pair;
  private Path here;

  @BeforeEach
  void startDevices() throws Exception {
    pair = Pair.start(RunningStack.ofBuild(), temp.toRealPath());
    here = pair.laptop.folder;
  }

  @AfterEach
  void stopDevices() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  private static long revision(JsonNode status) {
    return status.path("roots").path(0).path("revision").asLong();
  }

  /** Every node was written to the journal once: as many rows as there are nodes. */
  private void assertAppliedOnce(SortedMap<String, String> tree) throws Exception {
    assertThat(revision(pair.laptop.status())).isEqualTo(tree.size());
    assertThat(revision(pair.desktop.status())).isEqualTo(tree.size());
  }

  @Test
  void killedClientsShouldGoOnWhereTheyWere() throws Exception {
    Content.manyFiles(here.resolve("many"), 300, 20_000);
    SortedMap<String, String> before = Tree.of(here);
    pair.laptop.await(30, status -> revision(status) > 0 || pendingUp(status) > 0);
    pair.laptop.kill();
    pair.laptop.start();
    pair.desktop.await(60, status -> revision(status) > 0);
    pair.desktop.kill();
    pair.laptop.kill();
    pair.laptop.start();
    pair.desktop.start();
    assertThat(pair.together(120)).isEqualTo(before);
    assertAppliedOnce(before);
  }

  private static long uploaded(JsonNode status) {
    return status.path("roots").path(0).path("transferred").path("uploadedBytes").asLong();
  }

  @Test
  void killedUploadShouldRepeatOnlyThePacksInFlight() throws Exception {
    int size = 192 << 20;
    Files.write(here.resolve("large"), Content.random(9, size));
    JsonNode before = pair.laptop.await(60, status -> uploaded(status) > 40 * (1L << 20));
    pair.laptop.kill();
    assertThat(revision(before)).as("nothing is committed before all is stored").isZero();
    pair.laptop.start();
    pair.together(180);
    // Four packs of 4 MiB in flight, one that is being filled, and what frames the chunks.
    assertThat(uploaded(before) + uploaded(pair.laptop.status()))
        .isLessThan(size + 25 * (1L << 20));
  }

  @Test
  void blobStoreAndSignOnShouldComeAndGo() throws Exception {
    pair.stack.stop(PartName.AZURITE);
    Files.write(here.resolve("while the blob store is down"), Content.random(1, 100_000));
    pair.laptop.await(60, status -> pendingUp(status) > 0);
    pair.stack.start(PartName.AZURITE);
    pair.stack.kill(PartName.KEYCLOAK);
    Files.write(here.resolve("while nobody can sign on"), Content.random(2, 100_000));
    SortedMap<String, String> tree = pair.together(180);
    assertThat(Tree.files(tree)).hasSize(2);
    pair.stack.start(PartName.KEYCLOAK);
    Files.writeString(pair.desktop.folder.resolve("after all"), "x");
    assertThat(Tree.files(pair.together(180))).hasSize(3);
  }

  @Test
  void manyDeletesShouldBeHeldUntilConfirmed() throws Exception {
    Content.manyFiles(here.resolve("many"), 250, 1_000);
    SortedMap<String, String> all = pair.together(120);
    Files.writeString(here.resolve("stays"), "x");
    pair.together(60);
    Content.delete(here.resolve("many"));
    pair.laptop.awaitState(60, "held");
    assertThat(Tree.of(pair.desktop.folder)).containsAllEntriesOf(all);
    pair.laptop.run("confirm-deletes");
    assertThat(pair.together(60)).containsOnlyKeys("stays");
  }

  @Test
  void slowDeletesShouldBeHeldAsWell() throws Exception {
    Content.manyFiles(here.resolve("many"), 300, 500);
    SortedMap<String, String> all = pair.together(120);
    try (Stream<Path> files = Files.walk(here.resolve("many"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
        TimeUnit.MILLISECONDS.sleep(15); // as a script does that removes one after the other
      }
    }
    pair.laptop.awaitState(60, "held");
    assertThat(Tree.files(Tree.of(pair.desktop.folder))).hasSizeGreaterThan(50);
    pair.laptop.run("confirm-deletes");
    assertThat(Tree.files(pair.together(60))).isEmpty();
    assertThat(Tree.files(all)).hasSize(300);
  }

  private static long pendingUp(JsonNode status) {
    return status.path("roots").path(0).path("pending").path("up").path("files").asLong();
  }

  @Test
  void killedApplicationServerShouldLoseNothing() throws Exception {
    Content.manyFiles(here.resolve("first"), 200, 10_000);
    pair.stack.kill(PartName.WILDFLY);
    pair.laptop.awaitState(60, "offline");
    Content.manyFiles(here.resolve("second"), 200, 10_000);
    Files.writeString(pair.desktop.folder.resolve("made offline"), "x");
    pair.stack.start(PartName.WILDFLY);
    SortedMap<String, String> tree = pair.together(180);
    assertThat(Tree.files(tree)).hasSize(401);
    assertAppliedOnce(tree);
  }

  @Test
  void killedDatabaseShouldLoseNothing() throws Exception {
    Content.manyFiles(here.resolve("first"), 200, 10_000);
    pair.stack.kill(PartName.POSTGRES);
    Content.manyFiles(here.resolve("second"), 100, 10_000);
    pair.stack.start(PartName.POSTGRES);
    SortedMap<String, String> tree = pair.together(180);
    assertThat(Tree.files(tree)).hasSize(300);
    assertAppliedOnce(tree);
  }

  /**
   * The workspace as a backup of an earlier moment has it, in a database that was just restored.
   */
  private static final List<String> RESTORE =
      List.of(
          "DELETE FROM node n WHERE n.workspace_id = ? AND n.revision > 1",
          "DELETE FROM version v WHERE v.workspace_id = ? AND v.revision > 1",
          "DELETE FROM journal j WHERE j.workspace_id = ? AND j.revision > 1",
          "UPDATE workspace w SET head_revision = 1, head_commit = (SELECT j.commit_id"
              + " FROM journal j WHERE j.workspace_id = w.id AND j.revision = 1) WHERE w.id = ?");

  @Test
  void databaseRestoredFromABackupShouldTakeWhatItForgot() throws Exception {
    Files.writeString(here.resolve("old"), "in the backup");
    pair.together(60);
    Files.createDirectory(here.resolve("folder"));
    Files.writeString(here.resolve("folder/new"), "made after the backup");
    SortedMap<String, String> all = pair.together(60);
    pair.desktop.stop();
    ServerDatabase database = ServerDatabase.ofStack();
    for (String statement : RESTORE) {
      database.change(statement, UUID.fromString(pair.workspace));
    }
    database.change("UPDATE server_state SET epoch = gen_random_uuid(), epoch_since = now()");
    Files.writeString(pair.desktop.folder.resolve("meanwhile"), "x");
    pair.desktop.start();
    Files.writeString(here.resolve("after"), "y");
    SortedMap<String, String> tree = pair.together(120);
    assertThat(tree).containsAllEntriesOf(all).hasSize(all.size() + 2);
    assertThat(
            database.number(
                "SELECT head_revision FROM workspace WHERE id = ?",
                UUID.fromString(pair.workspace)))
        .isEqualTo(5);
  }
}
