package io.driftless.simulator;

import io.driftless.client.engine.EnginePorts;
import io.driftless.client.engine.EngineSettings;
import io.driftless.client.engine.SyncEngine;
import io.driftless.client.files.FileSystemTraits;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RelPath;
import io.driftless.client.link.LinkDownException;
import io.driftless.client.schedule.RandomIds;
import io.driftless.client.sequence.CommitSequencer;
import io.driftless.client.status.DeviceState;
import io.driftless.client.transfer.TransferMeter;
import io.driftless.client.transfer.Transfers;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.PackId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A device: disk, database, clock, line, a user, and one life of the client's engine at a time. */
final class SimDevice {

  private static final int PACK_BYTES = 1 << 16;

  private final World world;
  private final SimServer server;
  private final SimBlobs blobs;
  private final String name;
  private final DeviceId id;
  private final SimClock clock;
  private final SimLine line = new SimLine();
  private final SimTree tree;
  private final SimDisk disk;
  private final SimStore store;
  private final SimQueue queue;
  private final SimUser user;
  private final SimCalls calls;
  private final KeptMark mark = new KeptMark();
  private @Nullable SimScheduler life;
  private @Nullable SyncEngine engine;

  SimDevice(
      World world,
      SimServer server,
      SimBlobs blobs,
      Oracle oracle,
      String name,
      SimOptions options) {
    this.world = world;
    this.server = server;
    this.blobs = blobs;
    this.name = name;
    this.id = new DeviceId(name);
    this.clock = new SimClock(world);
    FileSystemTraits traits =
        new FileSystemTraits(1_000_000, true, true, true, FileSystemTraits.NameRules.EXACT);
    this.tree = new SimTree(traits, clock);
    this.user = new SimUser(world, oracle, name, tree, this::event);
    this.disk = new SimDisk(world, name, tree, options.crashOneIn(), watcher(oracle));
    this.store = new SimStore(world, options.crashOneIn());
    this.queue = new SimQueue(world);
    this.calls = new SimCalls(world, server, line, id);
    server.enrol(id, queue);
  }

  private SimDisk.Watcher watcher(Oracle oracle) {
    return new SimDisk.Watcher() {
      @Override
      public void beforeClientActs() {
        if (user.isActive() && world.faultOneIn(60)) {
          disk.settleNames();
          user.interfere();
        }
      }

      @Override
      public void destroyed(Inode inode) {
        oracle.destroyed(name, tree, inode);
      }
    };
  }

  String name() {
    return name;
  }

  SimTree tree() {
    return tree;
  }

  SimDisk disk() {
    return disk;
  }

  SimClock clock() {
    return clock;
  }

  SimUser user() {
    return user;
  }

  /** The user does something. */
  void act() {
    disk.settleNames();
    user.act();
  }

  boolean isRunning() {
    return life != null;
  }

  /** Starts the client. */
  void start() {
    SimScheduler scheduler = new SimScheduler(world, clock, this::crashed);
    life = scheduler;
    disk.start();
    store.start();
    SyncEngine next =
        new SyncEngine(
            new EnginePorts(
                scheduler,
                new RandomIds(clock, world::randomBits),
                disk,
                store,
                calls,
                new Transfers(
                    blobs.reachedBy(line),
                    () -> new PackId(world.randomId()),
                    Runnable::run,
                    1,
                    PACK_BYTES),
                new TransferMeter(clock),
                new CommitSequencer(mark, clock, List.of(SimServer.WORKSPACE)),
                this::send),
            new EngineSettings(
                SimServer.WORKSPACE, id, name, "/" + name, EngineSettings.Guards.DEFAULT));
    engine = next;
    world.note(() -> name + " starts");
    next.start();
    if (!line.isCut()) {
      world.in(5 + world.below(200), () -> connect(scheduler));
    }
  }

  private void connect(SimScheduler of) {
    if (of.isAlive() && !line.isCut()) {
      queue.connect(Objects.requireNonNull(engine));
    }
  }

  private void send(byte[] bytes) throws LinkDownException {
    if (line.isCut()) {
      throw new LinkDownException("The simulated line is cut");
    }
    server.received(id, name, bytes);
    if (world.faultOneIn(30)) {
      throw new LinkDownException("The simulated line breaks after the message");
    }
  }

  /** Ends the client at once, as a kill does; a power cut also takes what was not forced. */
  void kill(boolean powerCut) {
    SimScheduler was = life;
    if (was == null) {
      return;
    }
    was.end();
    crashed();
    if (powerCut) {
      disk.cutPower();
    }
  }

  private void crashed() {
    boolean power = world.oneIn(3);
    life = null;
    engine = null;
    queue.forget();
    world.note(() -> name + (power ? " loses power" : " crashes"));
    if (power) {
      disk.cutPower();
    }
    world.in(
        200 + world.below(20_000),
        () -> {
          if (life == null) {
            start();
          }
        });
  }

  void cutLine(boolean now) {
    if (now == line.isCut()) {
      return;
    }
    line.cut(now);
    world.note(() -> name + (now ? " is cut off" : " is back"));
    SimScheduler of = life;
    if (now) {
      queue.disconnect();
    } else if (of != null) {
      world.in(50 + world.below(500), () -> connect(of));
    }
  }

  /** An entry of the disk changed; the watcher may tell it, late, or lose it and say so. */
  private void event(RelPath path) {
    SyncEngine of = engine;
    if (of == null || path.isPrivate()) {
      return;
    }
    if (world.faultOneIn(25)) {
      world.in(world.below(5_000), () -> of.treeChanged(RelPath.ROOT));
    } else {
      world.in(world.below(60), () -> of.entryChanged(path));
    }
  }

  /** Asks for a full look at the disk. */
  void rescan() {
    SyncEngine of = engine;
    if (of != null) {
      of.treeChanged(RelPath.ROOT);
    }
  }

  boolean isUpToDate() {
    SyncEngine of = engine;
    return of != null && of.statusNow().state() == DeviceState.UP_TO_DATE;
  }

  /** For the report of a failure. */
  String describe() {
    SyncEngine of = engine;
    return of == null
        ? name + ": not running"
        : name + ": " + of.statusNow() + "\n    " + String.join("\n    ", of.unfinished());
  }

  /** What the client left in its own folder. */
  List<String> leftovers() {
    List<String> left = new ArrayList<>();
    tree.walkAll(
        (path, inode) -> {
          if (path.parent().equals(PrivateFolder.TEMPORARY)
              || path.parent().equals(PrivateFolder.REPLACED)) {
            left.add(path.value());
          }
        });
    return left;
  }

  /** The highest commit number; survives every kind of stop, as a file replaced whole does. */
  private static final class KeptMark implements CommitSequencer.HighMark {
    private @Nullable Long mark;

    @Override
    public @Nullable Long read() {
      return mark;
    }

    @Override
    public void write(long to) {
      mark = to;
    }
  }
}
