package io.driftless.simulator;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.server.commit.ChunkFacts;
import io.driftless.server.commit.CommitContext;
import io.driftless.server.commit.CommitNeeds;
import io.driftless.server.commit.CommitRule;
import io.driftless.server.commit.GivenContent;
import io.driftless.server.commit.InMemoryWorkspace;
import io.driftless.server.commit.PackFooter;
import io.driftless.server.commit.WorkspaceChecker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The server: the real commit rule over a workspace in memory, a request queue, a queue for each
 * device, fan-out, and the moments between them: a processing that rolls back and is repeated, a
 * journal that the API shows later than the messages, a verifier that comes after the commits.
 */
final class SimServer {

  static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(1, 1));

  private static final AccountId ACCOUNT = new AccountId(new UUID(4, 4));

  private final World world;
  private final SimBlobs blobs;
  private final Chance chance;
  private final FaultSite again;
  private final FaultSite rollback;
  private final Map<DeviceId, SimQueue> queues = new LinkedHashMap<>();
  private final Map<Sha256, Recipe> staged = new LinkedHashMap<>();
  private InMemoryWorkspace workspace;
  private @Nullable InMemoryWorkspace backup;
  private Revision visible = Revision.NONE;
  private long epochs;
  private int restores;
  private int packsAhead;
  private boolean lost;

  SimServer(World world, SimBlobs blobs) {
    this.world = world;
    this.blobs = blobs;
    this.chance = world.chance("server");
    this.again = world.site("request twice", 20);
    this.rollback = world.site("commit rolls back", 12);
    this.workspace = new InMemoryWorkspace(nextEpoch());
  }

  private ServerEpoch nextEpoch() {
    return new ServerEpoch(new UUID(7, ++epochs));
  }

  InMemoryWorkspace workspace() {
    return workspace;
  }

  int restores() {
    return restores;
  }

  /** How many packs were named ahead of their files. */
  int packsAhead() {
    return packsAhead;
  }

  /** How much of the journal the API shows. */
  Cursor visible() {
    return workspace.cursorAt(visible);
  }

  void stage(Recipe recipe) {
    staged.put(recipe.digest(), recipe);
  }

  void enrol(DeviceId device, SimQueue queue) {
    queues.put(device, queue);
  }

  /** A message of these contents has reached the request queue. */
  void received(DeviceId device, String name, CommitRequest request, Sha256 digest) {
    world.in(2 + world.jitter(chance, 20), () -> process(device, name, request, digest));
    if (again.fires()) {
      world.in(again.how().below(60_000), () -> process(device, name, request, digest));
    }
  }

  private void process(DeviceId device, String name, CommitRequest request, Sha256 digest) {
    if (rollback.fires()) {
      world.note(() -> "the commit of " + device + " rolls back and comes again");
      world.in(100 + rollback.how().below(3_000), () -> process(device, name, request, digest));
      return;
    }
    commit(device, name, request, digest);
  }

  private void commit(DeviceId device, String name, CommitRequest request, Sha256 digest) {
    Revision before = workspace.head().revision();
    CommitContext context =
        new CommitContext(
            device,
            name,
            ACCOUNT,
            Role.EDITOR,
            SimClock.EPOCH_MILLIS + world.millis(),
            given(request));
    packsAhead += request.packs().size();
    CommitAnswer answer = workspace.commit(request, digest, context);
    world.note(
        () ->
            "%s commits %d: %s -> %s %s"
                .formatted(
                    device,
                    request.sequence(),
                    request.changes(),
                    answer.refused() == null ? "" : answer.refused(),
                    answer.answers()));
    if (!lost) {
      WorkspaceChecker.check(workspace);
    }
    send(device, answer);
    if (workspace.head().revision().isAfter(before)) {
      fanOut(before);
      Revision head = workspace.head().revision();
      InMemoryWorkspace of = workspace;
      int later = chance.oneIn(4) ? world.jitter(chance, 400) : 0;
      world.in(later, () -> show(of, head));
      world.in(500 + world.jitter(chance, 20_000), () -> verify(of));
    }
  }

  private GivenContent given(CommitRequest request) {
    CommitNeeds needs = CommitRule.needs(request);
    Map<PackId, PackFooter> packs = new LinkedHashMap<>();
    needs.packs().forEach(pack -> packs.put(pack, blobs.footer(pack)));
    Map<Sha256, Recipe> recipes = new LinkedHashMap<>();
    for (Sha256 one : needs.staged()) {
      Recipe recipe = staged.get(one);
      if (recipe != null) {
        recipes.put(one, recipe);
      }
    }
    return new GivenContent(packs, recipes);
  }

  private void show(InMemoryWorkspace of, Revision revision) {
    if (of == workspace && revision.isAfter(visible)) {
      visible = revision;
    }
  }

  private static void verify(InMemoryWorkspace of) {
    of.chunks()
        .forEach(
            (hash, chunk) -> {
              if (chunk.state() == ChunkFacts.State.CLAIMED) {
                of.mark(hash, ChunkFacts.State.VERIFIED);
              }
            });
  }

  private void fanOut(Revision from) {
    List<NodeRow> rows = workspace.rowsAfter(from);
    boolean inline = rows.size() <= 20 && !chance.oneIn(4);
    List<ChangedNode> changes =
        inline
            ? rows.stream().map(row -> Recipes.changed(workspace, row, chance.oneIn(5))).toList()
            : List.of();
    for (DeviceId device : queues.keySet()) {
      send(device, new Message.Update(WORKSPACE, from, workspace.head(), changes));
    }
  }

  private void send(DeviceId device, Message message) {
    SimQueue queue = queues.get(device);
    if (queue != null) {
      queue.add(new Envelope(1, workspace.head().epoch(), message));
    }
  }

  /** All packs are gone; the verifier notices and tells the devices. */
  void losePacks() {
    lost = true; // until the devices have healed it
    for (PackId pack : blobs.lose()) {
      workspace.reject(pack);
      queues
          .keySet()
          .forEach(device -> send(device, new Message.PackRejected(WORKSPACE, pack, "gone")));
    }
    world.note(() -> "all packs are lost");
  }

  /** The next pack that a device puts is gone before anybody reads it. */
  void swallowPack() {
    blobs.swallow();
  }

  /** Notes the state, to come back to it in {@link #restore}. */
  void backUp() {
    backup = workspace.restored(nextEpoch());
    world.note(() -> "the server is backed up at " + workspace.head());
  }

  /** The server is lost, and the backup takes its place under another epoch. */
  boolean restore() {
    InMemoryWorkspace noted = backup;
    if (noted == null) {
      return false;
    }
    backup = null;
    restores++;
    workspace = noted;
    visible = workspace.head().revision();
    world.note(() -> "the server is restored to " + workspace.head());
    return true;
  }
}
