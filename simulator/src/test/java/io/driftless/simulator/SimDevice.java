package io.driftless.simulator;

import io.driftless.client.engine.Deeds;
import io.driftless.client.engine.EnginePorts;
import io.driftless.client.engine.EngineSettings;
import io.driftless.client.engine.Ignored;
import io.driftless.client.engine.SyncEngine;
import io.driftless.client.files.PrivateFolder;
import io.driftless.client.files.RelPath;
import io.driftless.client.link.LinkDownException;
import io.driftless.client.schedule.RandomIds;
import io.driftless.client.sequence.CommitSequencer;
import io.driftless.client.status.DeviceState;
import io.driftless.client.transfer.TransferMeter;
import io.driftless.client.transfer.Transfers;
import io.driftless.client.tree.Selection;
import io.driftless.client.tree.Selection.Standing;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.message.Message.CommitRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A device: disk, database, clock, line, a user, and one life of the client's engine at a time. */
final class SimDevice {

  private static final int PACK_BYTES = 1 << 16;

  private final World world;
  private final SimServer server;
  private final SimBlobs blobs;
  private final Setting setting;
  private final Chance chance;
  private final FaultSite crashed;
  private final FaultSite breaks;
  private final FaultSite overflow;
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

  /** The folders that the user chose to leave out; kept in a file of its own. */
  private Set<NodeId> leftOut = Set.of();

  SimDevice(
      World world, SimServer server, SimBlobs blobs, Oracle oracle, String name, Setting setting) {
    this.world = world;
    this.setting = setting;
    this.chance = world.chance(name);
    this.crashed = world.site(name + " loses power in the crash", 3);
    this.breaks = world.site(name + " line breaks after a message", 30);
    this.overflow = world.site(name + " watcher overflows", 25);
    this.server = server;
    this.blobs = blobs;
    this.name = name;
    this.id = new DeviceId(name);
    this.clock = new SimClock(world);
    Setting.Disk kind = setting.disks().get(setting.devices().indexOf(name));
    this.tree = new SimTree(kind.traits(), clock);
    this.user = new SimUser(world, oracle, name, tree, this::event);
    this.disk = new SimDisk(world, name, tree, watcher(oracle));
    this.store = new SimStore(world.site(name + " crashes at the database", 1_500));
    this.queue = new SimQueue(world, name);
    this.calls = new SimCalls(world, server, line, id);
    server.enrol(id, queue);
  }

  private SimDisk.Watcher watcher(Oracle oracle) {
    FaultSite quick = world.site(name + " user is quicker", 60);
    return new SimDisk.Watcher() {
      private long times;

      @Override
      public void beforeClientActs() {
        if (user.isActive() && quick.fires()) {
          disk.settleNames();
          String told = quick.toldHow();
          Step step =
              told.isEmpty()
                  ? Author.interference(quick.how(), setting.seed(), name, ++times)
                  : Step.parse(told);
          quick.went(user.act(step, true).toString());
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

  /** The user does something; answers what it was. */
  Step act(Step step) {
    disk.settleNames();
    return user.act(step, false);
  }

  boolean isRunning() {
    return life != null;
  }

  /** Starts the client. */
  void start() {
    SimScheduler scheduler = new SimScheduler(world, clock, chance, this::crashed);
    life = scheduler;
    disk.start();
    store.start();
    SyncEngine next =
        new SyncEngine(
            new EnginePorts(
                scheduler,
                new RandomIds(clock, chance::bits),
                disk,
                store,
                calls,
                new Transfers(
                    blobs.reachedBy(line, name),
                    () -> new PackId(randomId()),
                    Runnable::run,
                    1,
                    PACK_BYTES),
                new TransferMeter(clock),
                new CommitSequencer(mark, clock, List.of(SimServer.WORKSPACE)),
                this::send,
                Ignored.NOTHING,
                Deeds.NONE),
            new EngineSettings(
                SimServer.WORKSPACE,
                id,
                name,
                "/" + name,
                EngineSettings.Guards.DEFAULT,
                setting.packsAhead()));
    engine = next;
    world.note(() -> name + " starts");
    next.leaveOut(leftOut);
    next.start();
    if (!line.isCut()) {
      world.in(5 + world.jitter(chance, 200), () -> connect(scheduler));
    }
  }

  private UUID randomId() {
    return new UUID(
        (chance.bits() & ~0xf000L) | 0x4000L,
        (chance.bits() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
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
    CommitRequest request = SentCheck.check(bytes, tree.traits(), server);
    server.received(id, name, request, Sha256.digest(bytes));
    if (breaks.fires()) {
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
    ended(powerCut, "");
  }

  private void crashed() {
    boolean power = crashed.fires();
    ended(power, power ? crashed.toldHow() : "");
  }

  private void ended(boolean power, String how) {
    life = null;
    engine = null;
    queue.forget();
    world.note(() -> name + (power ? " loses power" : " crashes"));
    if (power) {
      disk.cutPower(how);
    }
    world.in(
        200 + world.jitter(chance, 20_000),
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
      world.in(50 + world.jitter(chance, 500), () -> connect(of));
    }
  }

  /** An entry of the disk changed; the watcher may tell it, late, or lose it and say so. */
  private void event(RelPath path) {
    SyncEngine of = engine;
    if (of == null || path.isPrivate()) {
      return;
    }
    if (overflow.fires()) {
      world.in(overflow.how().below(5_000), () -> of.treeChanged(RelPath.ROOT));
    } else {
      world.in(world.jitter(chance, 60), () -> of.entryChanged(path));
    }
  }

  Set<NodeId> leftOut() {
    return leftOut;
  }

  /** The user leaves out a folder or takes one back; answers the step with what was chosen. */
  Step select(Step step) {
    SyncEngine of = engine;
    if (of == null) {
      return step;
    }
    Selection selection = new Selection(of.trees());
    boolean leaves = step.verb().equals("leave");
    String path = step.arguments().get(0);
    if (path.startsWith("?")) {
      List<String> all =
          selection.folders(Integer.MAX_VALUE).stream()
              .filter(one -> leaves != (one.standing() == Standing.LEFT_OUT))
              .map(Selection.Folder::path)
              .toList();
      path = all.isEmpty() ? "" : all.get(Integer.parseInt(path.substring(1)) % all.size());
    }
    NodeId folder = selection.folderAt(path);
    if (folder != null) {
      if (leaves) {
        selection.leaveOut(folder);
      } else {
        selection.hold(folder);
      }
      leftOut = selection.leftOut();
      of.leaveOut(leftOut);
      world.note(() -> name + " leaves out " + leftOut.stream().sorted().toList());
    }
    return step.with(List.of(path));
  }

  /** Asks for a full look at the disk. */
  void rescan() {
    SyncEngine of = engine;
    if (of != null) {
      of.treeChanged(RelPath.ROOT);
    }
  }

  /**
   * The client's own state is lost, but for its name and secret; the client starts anew, if it ran.
   */
  void forget() {
    boolean ran = life != null;
    kill(false);
    store.clear();
    mark.mark = null;
    if (!ran) {
      world.note(() -> name + " has lost its database");
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
        : name
            + ": "
            + of.statusNow()
            + "\n    "
            + String.join("\n    ", of.unfinished())
            + of.trees().all().stream()
                .map(node -> "\n    knows " + node)
                .sorted()
                .collect(Collectors.joining());
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
