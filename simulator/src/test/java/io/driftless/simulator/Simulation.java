package io.driftless.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One history from one seed: users and faults for a while, calm, comparison, and again. */
final class Simulation {

  private static final long CALM_MILLIS = 30 * 60_000L;
  private static final long LOOK_MILLIS = 5_000;
  private static final long QUIET_MILLIS = 6 * 60_000L;
  private static final long MOST_STEPS = 100_000;

  private final long seed;
  private final SimOptions options;
  private final World world;
  private final SimServer server;
  private final Oracle oracle;
  private final List<SimDevice> devices = new ArrayList<>();

  Simulation(long seed, SimOptions options) {
    this.seed = seed;
    this.options = options;
    world = new World(seed);
    SimBlobs blobs = new SimBlobs(world);
    server = new SimServer(world, blobs);
    oracle = new Oracle(world, server);
    for (int i = 0; i < options.devices(); i++) {
      devices.add(
          new SimDevice(world, server, blobs, oracle, "device-" + (char) ('a' + i), options));
    }
  }

  /** Runs it; throws {@link SimulationFailure} when a promise is broken. */
  void run() {
    try {
      for (SimDevice device : devices) {
        device.user().makeAnchor("anchor-1-" + device.name());
        device.user().makeAnchor("anchor-2-" + device.name());
        device.start();
      }
      for (int phase = 0; phase < options.phases(); phase++) {
        disturb();
        calm();
        converge();
      }
    } catch (RuntimeException | AssertionError e) {
      throw new SimulationFailure(seed, e, world.trace());
    }
  }

  /** The digest of everything that happened. */
  String fingerprint() {
    return world.fingerprint();
  }

  /** How many events happened. */
  long steps() {
    return world.steps();
  }

  private void disturb() {
    world.faults(true);
    devices.forEach(device -> device.user().active(true));
    for (int i = 0; i < options.actions(); i++) {
      runFor(world.oneIn(4) ? world.below(4_000) : world.below(120));
      SimDevice device = devices.get(world.below(devices.size()));
      if (world.oneIn(6)) {
        fault(device);
      } else {
        device.act();
      }
    }
    devices.forEach(device -> device.user().active(false));
  }

  private void fault(SimDevice device) {
    switch (world.below(10)) {
      case 0, 1 -> device.cutLine(true);
      case 2, 3 -> device.cutLine(false);
      case 4 -> device.kill(world.oneIn(2));
      case 5 -> device.disk().full(world.oneIn(2));
      case 6 -> device.clock().jump(options.clockJumps() ? world.below(7_200_000) - 3_600_000L : 0);
      case 7 -> server.backUp();
      case 8 -> {
        if (options.restores() && server.restore()) {
          oracle.restored();
        }
      }
      default -> device.rescan();
    }
  }

  private void calm() {
    world.faults(false);
    world.note(() -> "calm");
    for (SimDevice device : devices) {
      device.disk().full(false);
      device.cutLine(false);
      if (!device.isRunning()) {
        device.start();
      }
    }
  }

  private void converge() {
    long limit = world.millis() + CALM_MILLIS;
    while (!agree()) {
      if (world.millis() > limit) {
        throw new AssertionError("The devices do not agree:\n" + differences());
      }
      runFor(LOOK_MILLIS);
    }
    oracle.checkSettled();
    Map<String, Oracle.Look> tree = oracle.serverTree();
    int rows = server.workspace().journal().size();
    runFor(QUIET_MILLIS);
    if (!agree() || rows != server.workspace().journal().size()) {
      throw new AssertionError("They agreed, then they did not any more:\n" + differences());
    }
    if (!tree.equals(oracle.serverTree())) {
      throw new AssertionError("The tree changed while nobody wrote");
    }
  }

  private boolean agree() {
    Map<String, Oracle.Look> tree = oracle.serverTree();
    return devices.stream()
        .allMatch(
            device ->
                device.isUpToDate()
                    && Oracle.diskTree(device.tree()).equals(tree)
                    && device.leftovers().isEmpty());
  }

  private String differences() {
    Map<String, Oracle.Look> there = oracle.serverTree();
    StringBuilder text = new StringBuilder();
    for (SimDevice device : devices) {
      text.append(device.describe()).append('\n');
      Map<String, Oracle.Look> here = Oracle.diskTree(device.tree());
      here.forEach(
          (path, look) -> {
            if (!look.equals(there.get(path))) {
              text.append("  here %s %s, there %s%n".formatted(path, look, there.get(path)));
            }
          });
      there.forEach(
          (path, look) -> {
            if (!here.containsKey(path)) {
              text.append("  missing here %s %s%n".formatted(path, look));
            }
          });
      device.leftovers().forEach(left -> text.append("  left " + left + "\n"));
    }
    return text.toString();
  }

  private void runFor(long millis) {
    long until = world.millis() + millis;
    while (world.step(until)) {
      if (world.steps() > MOST_STEPS) {
        throw new AssertionError("It does not come to rest:\n" + differences());
      }
    }
    world.advanceTo(until);
  }
}
