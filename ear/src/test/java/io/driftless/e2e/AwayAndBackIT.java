package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Devices and folders that are away for long, gone, linked again; and large files in between. */
@TestInstance(Lifecycle.PER_CLASS)
class AwayAndBackIT {

  private static final int SECONDS = 60;
  private static final int MEBIBYTE = 1 << 20;

  /** Packs in flight, one that is being filled, and what frames the chunks. */
  private static final long REPEATED_BYTES = 25L * MEBIBYTE;

  /** As retention would: each node's last row stays. */
  private static final String TRUNCATE =
      "DELETE FROM journal j WHERE j.workspace_id = ? AND NOT EXISTS (SELECT 1 FROM node n"
          + " WHERE n.workspace_id = j.workspace_id AND n.node_id = j.node_id"
          + " AND n.revision = j.revision)";

  private Path temp;
  private Pair pair;
  private Path here;
  private Path there;

  @BeforeAll
  void startDevices(@TempDir Path folder) throws Exception {
    temp = folder.toRealPath();
    pair = Pair.start(RunningStack.ofBuild(), temp);
  }

  @AfterAll
  void stopDevices() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  @BeforeEach
  void makeFolder(TestInfo test) throws Exception {
    String name = test.getTestMethod().orElseThrow().getName();
    here = Files.createDirectory(pair.laptop.folder.resolve(name));
    there = pair.desktop.folder.resolve(name);
    pair.together(SECONDS);
  }

  private static long moved(TestDevice device, String direction) throws Exception {
    return device.status().at("/roots/0/transferred/" + direction).asLong();
  }

  private long commits() throws Exception {
    return ServerDatabase.ofStack()
        .number(
            "SELECT count(DISTINCT commit_id) FROM journal WHERE workspace_id = ?",
            UUID.fromString(pair.workspace));
  }

  @Test
  void longWorkOfflineShouldGoAndComeInOneCatchUp() throws Exception {
    Content.manyFiles(here.resolve("old"), 500, 300);
    Files.writeString(there.getParent().resolve("kept"), "x");
    pair.together(2 * SECONDS);
    pair.desktop.stop();
    pair.laptop.stop();
    Content.manyFiles(here.resolve("new"), 2_000, 300);
    Files.move(here.resolve("old/d0"), here.resolve("moved"));
    Content.delete(here.resolve("old/d1"));
    Files.writeString(here.resolve("old/d2/f200"), "edited");
    Files.writeString(there.resolve("old/d3/f300"), "edited there");
    Files.move(there.resolve("old/d4"), there.resolve("moved there"));
    final long before = commits();
    pair.laptop.start();
    pair.laptop.awaitState(2 * SECONDS, "up-to-date");
    assertThat(commits() - before).as("commits of 2,200 changes").isLessThan(12);

    // What it missed is in no message and, but for each node's last row, in no journal any more.
    ServerDatabase database = ServerDatabase.ofStack();
    UUID workspace = UUID.fromString(pair.workspace);
    database.change("UPDATE workspace SET floor_revision = head_revision WHERE id = ?", workspace);
    int truncated = database.change(TRUNCATE, workspace);
    assertThat(truncated).isPositive();
    pair.desktop.start();
    SortedMap<String, String> tree = pair.together(2 * SECONDS);
    String at = here.getFileName() + "/";
    assertThat(tree)
        .containsKeys(at + "moved/f0", at + "moved there/f400", at + "new/d19/f1999", "kept")
        .doesNotContainKeys(at + "old/d1", at + "old/d0", at + "old/d4");
    assertThat(there.resolve("old/d2/f200")).hasContent("edited");
    assertThat(here.resolve("old/d3/f300")).hasContent("edited there");
    assertThat(tree.keySet())
        .noneMatch(path -> path.startsWith(at) && path.contains("conflicted copy"));
  }

  @Test
  void smallFilesShouldPassALargeOneAndAKilledDeviceShouldGoOnWhereItWas() throws Exception {
    int size = 64 * MEBIBYTE;
    pair.laptop.run("limit", "--up", "3M");
    long upBefore = moved(pair.laptop, "uploadedBytes");
    Files.write(here.resolve("large"), Content.random(1, size));
    await(pair.laptop, "uploadedBytes", upBefore + MEBIBYTE);
    Files.writeString(here.resolve("small up"), "passes");
    pair.desktop.await(SECONDS, status -> Files.exists(there.resolve("small up")));
    assertThat(moved(pair.laptop, "uploadedBytes") - upBefore).as("still at it").isLessThan(size);

    pair.desktop.run("limit", "--down", "3M");
    pair.laptop.run("limit", "--up", "off");
    long downBefore = moved(pair.desktop, "downloadedBytes");
    pair.laptop.awaitState(SECONDS, "up-to-date");
    await(pair.desktop, "downloadedBytes", downBefore + 5 * MEBIBYTE);
    Files.writeString(here.resolve("small down"), "passes");
    pair.desktop.await(SECONDS, status -> Files.exists(there.resolve("small down")));
    assertThat(there.resolve("large")).as("still at it").doesNotExist();
    await(pair.desktop, "downloadedBytes", downBefore + 20 * MEBIBYTE);
    final long fetched = moved(pair.desktop, "downloadedBytes") - downBefore;
    pair.desktop.kill();
    pair.desktop.start();
    pair.desktop.run("limit", "--down", "off");
    pair.together(2 * SECONDS);
    assertThat(fetched + moved(pair.desktop, "downloadedBytes")).isLessThan(size + REPEATED_BYTES);
  }

  private static void await(TestDevice device, String direction, long bytes) throws Exception {
    device.await(
        SECONDS, status -> status.at("/roots/0/transferred/" + direction).asLong() > bytes);
  }

  @Test
  void folderThatVanishesShouldDeleteNothing() throws Exception {
    Content.manyFiles(here.resolve("many"), 30, 100);
    final SortedMap<String, String> all = pair.together(SECONDS);
    Path away = temp.resolve("unmounted");
    Files.move(pair.desktop.folder, away);
    awaitProblem("root-missing");
    Files.move(away, pair.desktop.folder);
    assertThat(pair.together(SECONDS)).isEqualTo(all);
  }

  @Test
  void emptiedFolderShouldDeleteNothingUntilConfirmed() throws Exception {
    try (Pair own =
        Pair.start(RunningStack.ofBuild(), Files.createDirectory(temp.resolve("own")))) {
      Content.manyFiles(own.laptop.folder.resolve("many"), 30, 100);
      final SortedMap<String, String> all = own.together(SECONDS);
      Path aside = Files.createDirectory(temp.resolve("aside"));
      Shell.run(own.desktop.folder, "mv * " + aside + "/");
      own.desktop.awaitState(SECONDS, "held");
      assertThat(Tree.of(own.laptop.folder)).isEqualTo(all);
      Shell.run(aside, "mv * " + own.desktop.folder + "/");
      assertThat(own.together(SECONDS)).isEqualTo(all);
      Shell.run(own.desktop.folder, "rm -r *");
      own.desktop.awaitState(SECONDS, "held");
      own.desktop.run("confirm-deletes");
      assertThat(own.together(SECONDS)).isEmpty();
    }
  }

  private void awaitProblem(String code) throws Exception {
    JsonNode status = pair.desktop.await(SECONDS, at -> TestDevice.problemCodes(at).contains(code));
    assertThat(TestDevice.state(status)).isEqualTo("stopped");
  }

  @Test
  void secondClientOnOneFolderShouldRefuse() throws Exception {
    TestDevice second = new TestDevice(pair.stack, temp, "second");
    Shell.run(
        temp, "mkdir -p second-home; cp -a desktop-home/*.json desktop-home/index second-home/");
    assertThat(second.exitCode("sync")).isEqualTo(6);
    assertThat(second.exitCode("sync", "--once")).isEqualTo(6);
    Files.writeString(here.resolve("after"), "x");
    pair.together(SECONDS);
  }

  @Test
  void fullFolderLinkedAgainShouldCompareAndCopyNothingThatIsEqual() throws Exception {
    Content.manyFiles(here.resolve("many"), 200, 2_000);
    Files.writeString(here.resolve("edited"), "1");
    SortedMap<String, String> all = pair.together(SECONDS);
    pair.desktop.stop();
    pair.desktop.run("unlink", pair.desktop.folder.toString());
    Files.writeString(there.resolve("new"), "made while not linked");
    Files.writeString(there.resolve("edited"), "while not linked");
    Files.delete(there.resolve("many/d0/f7"));
    pair.desktop.run("init", pair.desktop.folder.toString(), "--workspace", pair.workspace);
    pair.desktop.start();
    SortedMap<String, String> tree = pair.together(2 * SECONDS);
    assertThat(tree).containsAllEntriesOf(all).hasSize(all.size() + 2);
    assertThat(moved(pair.desktop, "downloadedBytes")).as("but for one").isLessThan(10_000);
    String name = here.getFileName().toString();
    assertThat(tree.keySet())
        .filteredOn(path -> path.contains("conflicted copy"))
        .singleElement()
        .asString()
        .startsWith(name + "/edited (conflicted copy, desktop, ");
  }
}
