package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices that sync two folders each, with two workspaces, by one process each. */
class SeveralFoldersIT {

  @TempDir Path temp;
  private Pair pair;
  private String second;
  private Path hereToo;
  private Path thereToo;

  @BeforeEach
  void linkSecondFolders() throws Exception {
    pair = Pair.start(RunningStack.ofBuild(), temp.toRealPath());
    second = RunningStack.ofBuild().makeWorkspace("ada", "second " + UUID.randomUUID());
    hereToo = Files.createDirectory(temp.toRealPath().resolve("laptop-too"));
    thereToo = Files.createDirectory(temp.toRealPath().resolve("desktop-too"));
    pair.laptop.run("init", hereToo.toString(), "--workspace", second);
    pair.desktop.run("init", thereToo.toString(), "--workspace", second);
  }

  @AfterEach
  void stopDevices() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  private static JsonNode root(JsonNode status, Path folder) {
    for (JsonNode root : status.path("roots")) {
      if (root.path("folder").asText().equals(folder.toString())) {
        return root;
      }
    }
    throw new AssertionError(folder + " is not in " + status.toPrettyString());
  }

  private void untilEqual(int files) throws Exception {
    pair.together(120);
    pair.laptop.awaitState(60, "up-to-date");
    pair.desktop.await(
        60,
        status ->
            status.path("state").asText().equals("up-to-date")
                && root(status, thereToo).path("revision").asLong() >= files);
    assertThat(Tree.of(thereToo)).isEqualTo(Tree.of(hereToo)).hasSize(files);
  }

  /** At once and whole, so that it makes one version on the slowest machine, too. */
  private void appear(Path file, int seed) throws IOException {
    Path written = Files.write(temp.resolve("new"), Content.random(seed, 2_000));
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void bothFoldersShouldArriveAndEachChangeBeAppliedOnceThoughTheClientIsKilled() throws Exception {
    int files = 60;
    for (int i = 0; i < files; i++) {
      appear(pair.laptop.folder.resolve("a" + i), i);
      appear(hereToo.resolve("b" + i), 1_000 + i);
      if (i % 20 == 10) {
        pair.laptop.kill();
        pair.laptop.start();
      }
    }
    untilEqual(files);
    JsonNode status = pair.laptop.status();
    assertThat(root(status, hereToo).path("revision").asLong()).isEqualTo(files);
    assertThat(root(status, pair.laptop.folder).path("revision").asLong()).isEqualTo(files);
  }

  @Test
  void unlinkedAndPausedFoldersShouldBeLeftAlone() throws Exception {
    Files.writeString(hereToo.resolve("first"), "1");
    untilEqual(1);
    pair.desktop.run("pause");
    assertThat(TestDevice.state(pair.desktop.status())).isEqualTo("paused");
    Files.writeString(pair.laptop.folder.resolve("while paused"), "2");
    Files.writeString(thereToo.resolve("written while paused"), "3");
    pair.laptop.awaitState(30, "up-to-date");
    assertThat(pair.desktop.folder.resolve("while paused")).doesNotExist();
    pair.desktop.run("resume");
    untilEqual(2);
    pair.desktop.run("unlink", thereToo.toString());
    Files.writeString(hereToo.resolve("after"), "4");
    Files.writeString(pair.laptop.folder.resolve("after too"), "5");
    pair.together(60);
    pair.laptop.awaitState(30, "up-to-date");
    assertThat(thereToo.resolve("after")).doesNotExist();
    assertThat(thereToo.resolve("first")).hasContent("1");
    assertThat(pair.desktop.status().path("roots")).hasSize(1);
  }

  @Test
  void moveBetweenWorkspacesShouldBeAddedThereBeforeItIsRemovedHere() throws Exception {
    Content.manyFiles(pair.laptop.folder.resolve("folder"), 60, 50_000);
    pair.together(60);
    pair.laptop.run("limit", "--up", "1M");
    final SortedMap<String, String> before = Tree.of(pair.laptop.folder.resolve("folder"));
    Files.move(pair.laptop.folder.resolve("folder"), hereToo.resolve("folder"));
    pair.desktop.await(60, status -> !Files.exists(pair.desktop.folder.resolve("folder")));
    untilEqual(before.size() + 1);
    assertThat(Tree.of(thereToo.resolve("folder"))).isEqualTo(before);
    String times = "SELECT (extract(epoch FROM %s(applied_at)) * 1000000)::bigint FROM journal";
    ServerDatabase database = ServerDatabase.ofStack();
    long added =
        database.number(
            times.formatted("max") + " WHERE workspace_id = ?", UUID.fromString(second));
    long removed =
        database.number(
            times.formatted("min") + " WHERE workspace_id = ? AND deleted",
            UUID.fromString(pair.workspace));
    assertThat(removed).isGreaterThan(added);
  }

  @Test
  void ignoredFilesShouldStayHere() throws Exception {
    pair.laptop.run("ignore", "*.tmp", "out/", "--folder", hereToo.toString());
    Files.createDirectories(hereToo.resolve("out/deep"));
    Files.writeString(hereToo.resolve("out/deep/x"), "x");
    Files.writeString(hereToo.resolve("a.tmp"), "x");
    Files.writeString(hereToo.resolve("kept"), "x");
    pair.desktop.await(
        60,
        status ->
            Files.exists(thereToo.resolve("kept"))
                && Files.exists(thereToo.resolve(".driftlessignore")));
    pair.laptop.awaitState(60, "up-to-date");
    assertThat(Tree.of(thereToo)).containsOnlyKeys(".driftlessignore", "kept");
    assertThat(hereToo.resolve("out/deep/x")).exists();
    pair.laptop.run("ignore", "--remove", "*.tmp", "--folder", hereToo.toString());
    pair.desktop.await(60, status -> Files.exists(thereToo.resolve("a.tmp")));
    assertThat(thereToo.resolve("out")).doesNotExist();
  }
}
