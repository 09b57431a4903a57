package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices on one workspace, nothing failing. */
class TwoDevicesIT {

  @TempDir Path temp;
  private Pair pair;
  private Path here;
  private Path there;

  @BeforeEach
  void startDevices() throws Exception {
    pair = Pair.start(RunningStack.ofBuild(), temp.toRealPath());
    here = pair.laptop.folder;
    there = pair.desktop.folder;
  }

  @AfterEach
  void stopDevices() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  private static long uploaded(JsonNode status) {
    return status.path("roots").path(0).path("transferred").path("uploadedBytes").asLong();
  }

  @Test
  void eachChunkShouldGoUpOnce() throws Exception {
    for (int i = 0; i < 300; i++) {
      Files.write(here.resolve("file" + i), Content.random(i, 1_000));
    }
    Files.write(here.resolve("last"), Content.random(300, 100_000));
    pair.together(60);
    assertThat(uploaded(pair.laptop.status())).isBetween(400_000L, 450_000L);
  }

  @Test
  void everyKindShouldArriveWithItsNameAndMode() throws Exception {
    Files.write(here.resolve("empty"), new byte[0]);
    Files.writeString(here.resolve("small"), "hello");
    Files.write(here.resolve("big"), Content.random(1, 3 << 20));
    Path script = Files.writeString(here.resolve("run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(here.resolve("empty folder"));
    Files.createDirectories(here.resolve("a/b/c/d/e/f"));
    Files.writeString(here.resolve("a/b/c/d/e/f/deep"), "deep");
    Files.writeString(here.resolve("Gr\u00fc\u00dfe \u4f60\u597d \ud83d\ude80 'quoted' .txt"), "x");
    Files.writeString(here.resolve("n".repeat(255)), "long");
    Files.createSymbolicLink(here.resolve("link"), Path.of("small"));
    Files.createSymbolicLink(here.resolve("dangling"), Path.of("../nowhere/at all"));
    SortedMap<String, String> before = Tree.of(here);
    assertThat(pair.together(60)).isEqualTo(before).hasSize(16);
    assertThat(Files.readSymbolicLink(there.resolve("link"))).isEqualTo(Path.of("small"));
  }

  @Test
  void editsRenamesAndDeletesShouldArriveBothWays() throws Exception {
    Files.createDirectories(here.resolve("docs/old"));
    Files.write(here.resolve("docs/old/report"), Content.random(2, 1 << 20));
    Files.writeString(here.resolve("docs/notes"), "one");
    pair.together(60);
    long before = uploaded(pair.laptop.status());

    Files.move(here.resolve("docs"), here.resolve("papers"));
    pair.together(60);
    assertThat(uploaded(pair.laptop.status()) - before).as("a move travels as a name").isZero();

    Files.writeString(there.resolve("papers/notes"), "two, from there");
    pair.together(60);
    assertThat(here.resolve("papers/notes")).hasContent("two, from there");

    Files.delete(there.resolve("papers/old/report"));
    Files.delete(there.resolve("papers/old"));
    Files.delete(here.resolve("papers/notes"));
    Files.createDirectory(here.resolve("papers/notes"));
    Files.writeString(here.resolve("papers/notes/now a folder"), "x");
    SortedMap<String, String> tree = pair.together(60);
    assertThat(tree).containsOnlyKeys("papers", "papers/notes", "papers/notes/now a folder");
  }

  @Test
  void deviceThatWasAwayShouldCatchUp() throws Exception {
    Files.writeString(here.resolve("stays"), "1");
    Files.writeString(here.resolve("goes"), "1");
    pair.together(60);
    pair.desktop.stop();
    assertThat(TestDevice.state(pair.desktop.said())).isEqualTo("stopped");
    Files.writeString(here.resolve("stays"), "2");
    Files.delete(here.resolve("goes"));
    Files.createDirectories(here.resolve("new/folder"));
    Files.write(here.resolve("new/folder/file"), Content.random(3, 100_000));
    Files.writeString(there.resolve("made while away"), "3");
    pair.laptop.awaitState(60, "up-to-date");
    pair.desktop.start();
    assertThat(pair.together(60))
        .containsOnlyKeys("stays", "new", "new/folder", "new/folder/file", "made while away");
  }

  @Test
  void conflictShouldKeepBothSides() throws Exception {
    Files.writeString(here.resolve("plan.txt"), "base");
    pair.together(60);
    pair.desktop.stop();
    Files.writeString(here.resolve("plan.txt"), "from the laptop");
    pair.laptop.awaitState(60, "up-to-date");
    Files.writeString(there.resolve("plan.txt"), "from the desktop");
    pair.desktop.start();
    SortedMap<String, String> tree = pair.together(60);
    assertThat(tree).hasSize(2);
    assertThat(here.resolve("plan.txt")).hasContent("from the laptop");
    String copy =
        tree.keySet().stream()
            .filter(name -> name.contains("conflicted copy"))
            .findFirst()
            .orElseThrow();
    assertThat(copy).startsWith("plan (conflicted copy, desktop, ").endsWith(".txt");
    assertThat(here.resolve(copy)).hasContent("from the desktop");
  }

  @Test
  void thousandSmallFilesShouldArriveInFewPacks() throws Exception {
    long start = System.nanoTime();
    Content.manyFiles(here.resolve("many"), 1_000, 4_096);
    SortedMap<String, String> before = Tree.of(here);
    assertThat(pair.together(120)).isEqualTo(before);
    assertThat(Tree.files(before)).hasSize(1_000);
    System.out.printf("1,000 files of 4 KiB: %d ms%n", (System.nanoTime() - start) / 1_000_000);
  }

  @Test
  void startedClientShouldKeepItsHomeToItselfAndStaySmall() throws Exception {
    assertThat(pair.laptop.exitCode("sync")).isEqualTo(6);
    assertThat(pair.laptop.exitCode("init", here.resolve("x").toString())).isEqualTo(5);
    assertThat(TestDevice.state(pair.laptop.said())).isEqualTo("up-to-date");
    assertThat(residentMegabytes(pair.laptop.processId())).isLessThan(160);
  }

  private static long residentMegabytes(long process) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/" + process + "/status"));
    String line = lines.stream().filter(at -> at.startsWith("VmRSS:")).findFirst().orElseThrow();
    long kilobytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
    System.out.printf("Idle client: %d MiB%n", kilobytes / 1_024);
    return kilobytes / 1_024;
  }

  @Test
  void onceShouldEndWhenSettled() throws Exception {
    pair.desktop.stop();
    Files.writeString(here.resolve("file"), "x");
    pair.laptop.awaitState(60, "up-to-date");
    assertThat(pair.desktop.exitCode("sync", "--once")).isZero();
    assertThat(Tree.of(there)).isEqualTo(Tree.of(here));
    assertThat(Map.copyOf(Tree.of(there))).containsOnlyKeys("file");
  }
}
