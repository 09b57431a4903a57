package io.driftless.simulator;

import io.driftless.protocol.id.Sha256;
import io.driftless.server.commit.WorkspaceChecker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells one history: users and faults for a while, calm, comparison, and again. */
final class Simulation {

  private static final long CALM_MILLIS = 30 * 60_000L;
  private static final long LOOK_MILLIS = 5_000;
  private static final long QUIET_MILLIS = 6 * 60_000L;
  private static final long MOST_STEPS_A_PHASE = 25_000;

  private final Script script;
  private final World world;
  private final SimServer server;
  private final Oracle oracle;
  private final List<SimDevice> devices = new ArrayList<>();
  private final List<Step> done = new ArrayList<>();
  private long phaseBegan;

  /** A history, with a trace of what happens. */
  Simulation(Script script) {
    this(script, true);
  }

  /**
   * A history.
   *
   * @param traced whether to note what happens; without it goes the same way, and faster
   */
  Simulation(Script script, boolean traced) {
    this.script = script;
    world = new World(script, traced);
    SimBlobs blobs = new SimBlobs(world);
    server = new SimServer(world, blobs);
    oracle = new Oracle(world, server);
    for (String name : script.setting().devices()) {
      devices.add(new SimDevice(world, server, blobs, oracle, name, script.setting()));
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
      script.steps().forEach(this::tell);
      if (world.faults()) {
        calm();
      }
    } catch (RuntimeException | AssertionError e) {
      throw new SimulationFailure(script.setting().seed(), e, world.trace());
    }
  }

  /** The script with all that chance decided, so far. */
  Script told() {
    List<Step> steps = new ArrayList<>(done);
    steps.addAll(script.steps().subList(done.size(), script.steps().size()));
    return new Script(script.setting(), steps, world.fired());
  }

  /** The digest of everything that happened. */
  String fingerprint() {
    return world.fingerprint();
  }

  /** How many packs were named ahead of their files. */
  int packsAhead() {
    return server.packsAhead();
  }

  /** What happened, the last lines of it. */
  String trace() {
    return world.trace();
  }

  /** How many times something could have gone wrong at a place. */
  long occasions(String site) {
    return world.occasions(site);
  }

  /** The disk of a device. */
  SimDisk diskOf(String device) {
    return device(device).disk();
  }

  /** How many events happened. */
  long steps() {
    return world.steps();
  }

  private void tell(Step step) {
    boolean calm = step.verb().equals("calm");
    if (!calm && !world.faults()) {
      world.faults(true);
      phaseBegan = world.steps();
    }
    devices.forEach(device -> device.user().active(true));
    runFor(step.afterMillis());
    done.add(step);
    switch (step.verb()) {
      case "calm" -> calm();
      case "lose" -> server.losePacks();
      case "swallow" -> server.swallowPack();
      case "backup" -> server.backUp();
      case "restore" -> {
        oracle.learn();
        if (server.restore()) {
          oracle.restored();
          if (devices.stream().anyMatch(device -> !device.leftOut().isEmpty())) {
            oracle.onlyOnServer(onDisks());
          }
        }
      }
      default -> done.set(done.size() - 1, tell(step, device(step.who())));
    }
  }

  private Set<Sha256> onDisks() {
    Set<Sha256> contents = new HashSet<>();
    for (SimDevice device : devices) {
      device
          .tree()
          .walk(
              (path, inode) -> {
                if (!inode.isFolder()) {
                  contents.add(inode.digest());
                }
              });
    }
    return contents;
  }

  private Step tell(Step step, SimDevice device) {
    switch (step.verb()) {
      case "cut" -> device.cutLine(true);
      case "back" -> device.cutLine(false);
      case "kill" -> device.kill(false);
      case "power" -> device.kill(true);
      case "full" -> device.disk().full(true);
      case "roomy" -> device.disk().full(false);
      case "rescan" -> device.rescan();
      case "leave", "hold" -> {
        return device.select(step);
      }
      case "forget" -> device.forget();
      case "jump" -> device.clock().jump(Long.parseLong(step.arguments().get(0)));
      default -> {
        return device.act(step);
      }
    }
    return step;
  }

  private SimDevice device(String name) {
    return devices.stream()
        .filter(device -> device.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no " + name));
  }

  private void calm() {
    world.faults(false);
    world.note(() -> "calm");
    for (SimDevice device : devices) {
      device.user().active(false);
      device.disk().full(false);
      device.cutLine(false);
      if (!device.isRunning()) {
        device.start();
      }
    }
    converge();
  }

  private void converge() {
    long limit = world.millis() + CALM_MILLIS;
    while (!agree()) {
      if (world.millis() > limit) {
        throw Check.AGREEMENT.failed("\n" + differences());
      }
      runFor(LOOK_MILLIS);
    }
    oracle.checkSettled();
    WorkspaceChecker.check(server.workspace());
    int rows = server.workspace().journal().size();
    runFor(QUIET_MILLIS);
    if (!agree() || rows != server.workspace().journal().size()) {
      throw Check.CALM.failed("\n" + differences());
    }
  }

  private boolean agree() {
    // Who still holds a file open writes into it: that is no calm yet.
    boolean calm = devices.stream().allMatch(device -> device.user().isDone());
    if (!calm || !devices.stream().allMatch(SimDevice::isUpToDate)) {
      return false;
    }
    Map<String, Oracle.Look> tree = oracle.serverTree();
    return devices.stream()
        .allMatch(
            device ->
                new DiskCheck(device.tree())
                        .isShown(
                            device.leftOut().isEmpty() ? tree : oracle.serverTree(device.leftOut()))
                    && device.leftovers().isEmpty());
  }

  private String differences() {
    StringBuilder text = new StringBuilder();
    for (SimDevice device : devices) {
      Map<String, Oracle.Look> there = oracle.serverTree(device.leftOut());
      text.append(device.describe()).append('\n');
      Map<String, Oracle.Look> here = Oracle.diskTree(device.tree());
      new DiskCheck(device.tree())
          .needless(there)
          .forEach(name -> text.append("  a local name without need " + name + "\n"));
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
      if (world.steps() - phaseBegan > MOST_STEPS_A_PHASE) {
        throw Check.REST.failed("\n" + differences());
      }
    }
    world.advanceTo(until);
  }
}
