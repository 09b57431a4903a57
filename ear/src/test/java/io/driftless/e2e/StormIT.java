package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.stack.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three devices whose users do whatever comes to their minds, all at once, while clients and parts
 * of the server are killed at random. At the end all devices hold the same; every content that
 * somebody wrote and nobody overwrote or removed is there; every content that had reached another
 * device is in the history at least.
 *
 * <p>{@code -Ddriftless.storm.seconds=600} makes it last, {@code -Ddriftless.storm.seed=7} lets
 * users and kills choose the same again (what comes of it depends on the moment all the same).
 */
class StormIT {

  private static final int SECONDS = Integer.getInteger("driftless.storm.seconds", 40);
  private static final int CALM_SECONDS = 240;

  @TempDir Path temp;

  private final RunningStack stack = RunningStack.ofBuild();
  private final long seed = Long.getLong("driftless.storm.seed", System.nanoTime() % 1_000_000);
  private final Random random = new Random(seed);
  private final StormUser.Deeds deeds = new StormUser.Deeds();
  private final List<String> faults = new ArrayList<>();
  private List<TestDevice> devices = List.of();

  @Test
  void nothingShouldBeLostWhateverIsKilled() throws Exception {
    System.out.println("storm: seed " + seed + ", " + SECONDS + " s");
    Path root = temp.toRealPath();
    String workspace = stack.makeWorkspace("ada", "storm " + seed);
    devices =
        List.of(
            new TestDevice(stack, root, "laptop"),
            new TestDevice(stack, root, "desktop"),
            new TestDevice(stack, root, "tablet"));
    try {
      for (TestDevice device : devices) {
        device.enrol("ada", workspace).start();
      }
      rage(Files.createDirectories(root.resolve("outside")));
      SortedMap<String, String> tree = calm();
      assertNothingLost(tree, workspace);
    } finally {
      for (TestDevice device : devices) {
        device.close();
      }
    }
  }

  private void rage(Path outside) throws Exception {
    List<StormUser> users = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (TestDevice device : devices) {
      Path own = Files.createDirectories(outside.resolve(device.name));
      StormUser user = new StormUser(device, own, deeds, random.nextLong());
      users.add(user);
      threads.add(new Thread(user, "user of " + device.name));
    }
    threads.forEach(Thread::start);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    try {
      while (System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(5_000));
        fault();
        look();
      }
    } finally {
      users.forEach(StormUser::end);
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** Mostly a client's; the third fault and each fourth after it are the server's. */
  private void fault() throws Exception {
    if (faults.size() % 4 == 2) {
      PartName part = faults.size() % 8 == 2 ? PartName.POSTGRES : PartName.WILDFLY;
      note("kill " + part);
      stack.kill(part);
      stack.start(part);
    } else {
      TestDevice device = devices.get(random.nextInt(devices.size()));
      note("kill " + device.name);
      device.kill();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
      device.start();
    }
  }

  private void note(String fault) {
    faults.add(fault);
    System.out.println("storm: " + fault);
  }

  /** Notes which contents have come from one device to another. */
  private void look() throws IOException {
    for (TestDevice device : devices) {
      for (String digest : digests(Tree.of(device.folder))) {
        String by = deeds.written.get(digest);
        if (by != null && !by.startsWith(device.name + ":")) {
          deeds.travelled.add(digest);
        }
      }
    }
  }

  private static Set<String> digests(SortedMap<String, String> tree) {
    Set<String> digests = new HashSet<>();
    for (String entry : Tree.files(tree).values()) {
      digests.add(entry.substring(entry.lastIndexOf(' ') + 1));
    }
    return digests;
  }

  /** All hold the same, say so, and stay so when what they kept of open files has been let go. */
  private SortedMap<String, String> calm() throws Exception {
    TestDevice[] others = {devices.get(1), devices.get(2)};
    Together.await(CALM_SECONDS, devices.get(0), others);
    for (TestDevice device : devices) {
      awaitNothingKept(device);
    }
    return Together.await(CALM_SECONDS, devices.get(0), others);
  }

  private static void awaitNothingKept(TestDevice device) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    Path internal = device.folder.resolve(".driftless");
    while (true) {
      List<Path> left;
      try (Stream<Path> files = Files.walk(internal)) {
        left = files.filter(Files::isRegularFile).filter(StormIT::isContent).toList();
      }
      if (left.isEmpty()) {
        return;
      }
      assertThat(System.nanoTime()).as("%s still keeps %s", device.name, left).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static boolean isContent(Path file) {
    String folder = file.getParent().getFileName().toString();
    return !folder.equals(".driftless"); // the marker of the root
  }

  private void assertNothingLost(SortedMap<String, String> tree, String workspace)
      throws Exception {
    Set<String> live = digests(tree);
    Map<String, String> lost = new TreeMap<>(deeds.written);
    lost.keySet().removeAll(deeds.destroyed);
    lost.keySet().removeAll(live);
    assertThat(lost).as("written, never destroyed, and gone; faults %s", faults).isEmpty();
    Set<String> known =
        new HashSet<>(
            List.of(
                ServerDatabase.ofStack()
                    .text(
                        "SELECT string_agg(encode(digest, 'hex'), ' ') FROM version"
                            + " WHERE workspace_id = ?",
                        UUID.fromString(workspace))
                    .split(" ", -1)));
    assertThat(known).as("history of what had reached another device").containsAll(deeds.travelled);
    System.out.printf(
        "storm: %d contents written, %d destroyed, %d live, %d travelled, %d entries, %d faults%n",
        deeds.written.size(),
        deeds.destroyed.size(),
        live.size(),
        deeds.travelled.size(),
        tree.size(),
        faults.size());
    assertThat(deeds.written).hasSizeGreaterThan(SECONDS);
    assertThat(deeds.travelled).isNotEmpty();
  }
}
