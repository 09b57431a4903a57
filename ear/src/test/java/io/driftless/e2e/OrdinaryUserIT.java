package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system refuses: a client without the rights of root, and a disk with an end. */
class OrdinaryUserIT {

  private static final int SECONDS = 60;

  @TempDir Path temp;
  private Pair pair;
  private Path here;
  private Path there;

  @BeforeEach
  void startDevices() throws Exception {
    temp = temp.toRealPath();
    pair = Pair.start(RunningStack.ofBuild(), temp);
    pair.desktop.stop();
    pair.desktop.asOrdinaryUser().start();
    here = pair.laptop.folder;
    there = pair.desktop.folder;
  }

  @AfterEach
  void stopDevices() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  private static void mode(Path path, String rights) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }

  private static boolean waits(JsonNode status, String path, String code) {
    return StreamSupport.stream(status.path("problems").spliterator(), false)
        .anyMatch(
            problem ->
                problem.path("path").asText().equals(path)
                    && problem.path("code").asText().equals(code));
  }

  @Test
  void unreadableAndUnwritableShouldWaitWithAReasonAndHoldUpNobodyElse() throws Exception {
    Files.createDirectories(here.resolve("secret/in"));
    Files.writeString(here.resolve("secret/in/kept"), "1");
    Files.createDirectory(here.resolve("read only"));
    Files.writeString(here.resolve("read only/old"), "1");
    pair.together(SECONDS);

    mode(there.resolve("secret"), "---------");
    Files.writeString(there.resolve("unreadable"), "2");
    mode(there.resolve("unreadable"), "---------");
    mode(there.resolve("read only"), "r-xr-xr-x");
    Files.writeString(here.resolve("read only/new"), "3");
    Files.writeString(here.resolve("read only/old"), "4");
    Files.writeString(there.resolve("other"), "5");
    pair.laptop.await(SECONDS, status -> Files.exists(here.resolve("other")));
    JsonNode status =
        pair.desktop.await(
            SECONDS,
            at ->
                waits(at, "unreadable", "permission-denied")
                    && waits(at, "read only/new", "permission-denied")
                    && waits(at, "read only/old", "permission-denied")
                    && TestDevice.state(at).equals("waiting"));
    assertThat(status.toString()).contains("change the permissions, then it goes on");
    pair.laptop.awaitState(SECONDS, "up-to-date");
    assertThat(here.resolve("secret/in/kept")).as("not seen is not deleted").hasContent("1");

    mode(there.resolve("secret"), "rwxr-xr-x");
    mode(there.resolve("unreadable"), "rw-r--r--");
    mode(there.resolve("read only"), "rwxr-xr-x");
    assertThat(pair.together(2 * SECONDS)).hasSize(8).containsKeys("unreadable", "read only/new");
  }

  @Test
  void fullDiskShouldHoldUpWhatDoesNotFitAndNothingElse() throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    assumeTrue(
        Shell.start(temp, "mount -t tmpfs -o size=24m tmpfs " + disk).waitFor() == 0,
        "no right to mount");
    try {
      String second = pair.stack.makeWorkspace("ada", "small " + UUID.randomUUID());
      Path large = Files.createDirectory(temp.resolve("large"));
      pair.laptop.run("init", large.toString(), "--workspace", second);
      pair.desktop.run("init", disk.toString(), "--workspace", second);
      Files.write(large.resolve("fits"), Content.random(1, 2 << 20));
      Files.write(large.resolve("too large"), Content.random(2, 40 << 20));
      JsonNode status = pair.desktop.await(SECONDS, at -> waits(at, "too large", "disk-full"));
      assertThat(status.toString()).contains("The disk is full");
      Files.writeString(large.resolve("small"), "3");
      pair.desktop.await(SECONDS, at -> Files.exists(disk.resolve("small")));
      assertThat(Tree.of(disk)).containsOnlyKeys("fits", "small");
      Shell.run(temp, "mount -o remount,size=64m " + disk);
      pair.desktop.await(
          2 * SECONDS,
          at ->
              Files.exists(disk.resolve("too large")) && TestDevice.state(at).equals("up-to-date"));
      assertThat(Tree.of(disk)).isEqualTo(Tree.of(large));
    } finally {
      pair.desktop.stop();
      Shell.run(temp, "umount " + disk);
    }
  }
}
