package io.driftless.client.plan;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.tree.Facts;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.RemoteEntry;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.client.tree.Trees;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One device and a server as bare trees: carries out what the planner says, at once and without
 * failures, and insists that every action is possible when it comes.
 */
final class PlannedWorld {

  /** What a folder looks like among contents. */
  static final String FOLDER = "/";

  static final FileStamp STAMP = new FileStamp(EntryKind.FILE, 0, 0, 0, 0, false);

  final Trees trees = new Trees((before, after) -> {});
  final Facts facts = new Facts(trees);

  /** Every content that the server ever held. */
  final Set<Sha256> history = new HashSet<>();

  private final Map<NodeId, Integer> latest = new HashMap<>();
  private long revision;
  private long nextId = 1;

  NodeId newId() {
    return new NodeId(new UUID(0x7000, nextId++));
  }

  static FileContent content(int text, boolean executable) {
    return new FileContent(
        text, new Sha256(text, 0, 0, 0), executable, 1, new Sha256(text, 1, 0, 0), null);
  }

  private FileVersion version(NodeId node, FileContent content) {
    int number = latest.merge(node, 1, Integer::sum);
    history.add(content.digest());
    return new FileVersion(
        new VersionNumber(number),
        content.size(),
        content.digest(),
        0,
        content.executable(),
        1,
        null);
  }

  // ---- what people do

  NodeId bothHave(Place place, NodeKind kind, int text) {
    return bothHave(newId(), place, kind, text);
  }

  NodeId bothHave(NodeId node, Place place, NodeKind kind, int text) {
    serverPut(node, place, kind, text);
    RemoteEntry remote = trees.get(node).remote();
    trees.put(
        trees
            .get(node)
            .withLocal(
                new LocalEntry(
                    place,
                    null,
                    kind,
                    STAMP,
                    kind == NodeKind.FOLDER ? null : content(text, false)))
            .withSynced(SyncedEntry.of(remote)));
    return node;
  }

  void localPut(NodeId node, Place place, NodeKind kind, int text) {
    localPut(node, place, kind, kind == NodeKind.FOLDER ? null : content(text, false));
  }

  void localPut(NodeId node, Place place, NodeKind kind, FileContent content) {
    trees.put(trees.get(node).withLocal(new LocalEntry(place, null, kind, STAMP, content)));
  }

  void localMove(NodeId node, Place to) {
    trees.put(trees.get(node).withLocal(trees.get(node).local().at(to)));
  }

  void localRemove(NodeId node) {
    for (NodeId child : List.copyOf(trees.localChildren(node))) {
      localRemove(child);
    }
    trees.put(trees.get(node).withLocal(null));
  }

  void serverPut(NodeId node, Place place, NodeKind kind, int text) {
    serverPut(node, place, kind, kind == NodeKind.FOLDER ? null : content(text, false));
  }

  void serverPut(NodeId node, Place place, NodeKind kind, FileContent content) {
    FileVersion version = content == null ? null : version(node, content);
    remote(node, new RemoteEntry(place, kind, version, next(), false));
  }

  void serverMove(NodeId node, Place to) {
    RemoteEntry old = trees.get(node).remote();
    remote(node, new RemoteEntry(to, old.kind(), old.version(), next(), false));
  }

  void serverRemove(NodeId node) {
    RemoteEntry old = trees.get(node).remote();
    remote(node, new RemoteEntry(old.place(), old.kind(), old.version(), next(), true));
  }

  private Revision next() {
    return new Revision(++revision);
  }

  private void remote(NodeId node, RemoteEntry entry) {
    trees.put(trees.get(node).withRemote(entry));
  }

  // ---- rounds

  /** Plans and carries out until nothing is left; answers the number of rounds. */
  int settle(int bound) {
    for (int round = 0; round < bound; round++) {
      List<NodeId> all = new ArrayList<>();
      for (NodeState node : trees.all()) {
        all.add(node.id());
      }
      all.sort(null);
      List<Action> actions =
          new Planner(trees, new PlanContext(node -> false, "laptop", "2026-01-01")).plan(all);
      if (actions.isEmpty()) {
        return round;
      }
      boolean done = false;
      List<Action.Send> sends = new ArrayList<>();
      for (Action action : actions) {
        if (action instanceof Action.Send send) {
          sends.add(send);
        } else if (!(action instanceof Action.Wait) && stillWanted(action)) {
          carryOut(action);
          done = true;
        }
      }
      if (!done) {
        List<CommitOrder.Step> steps = CommitOrder.of(trees, sends);
        commit(steps);
        done = !steps.isEmpty();
      }
      if (!done) {
        throw new AssertionError("No progress in round %d: %s%n%s".formatted(round, actions, this));
      }
    }
    throw new AssertionError("Not settled after " + bound + " rounds:\n" + this);
  }

  private boolean stillWanted(Action action) {
    return new Planner(trees, new PlanContext(node -> false, "laptop", "2026-01-01"))
        .plan(action.node())
        .contains(action);
  }

  private void carryOut(Action action) {
    NodeState node = trees.get(action.node());
    if (action instanceof Action.Agree agree) {
      facts.agreed(agree.node(), agree.on());
    } else if (action instanceof Action.TakeId take) {
      facts.tookId(take.node(), take.into());
    } else if (action instanceof Action.Renew renew) {
      facts.renewed(renew.node(), newId());
    } else if (action instanceof Action.Compare compare) {
      facts.agreed(
          compare.node(),
          new SyncedEntry(
              node.synced() == null ? node.local().place() : node.synced().place(),
              node.local().kind(),
              node.remote().version()));
    } else if (action instanceof Action.SetAside aside) {
      facts.setAside(aside.node(), newId(), aside.copy(), STAMP);
    } else if (action instanceof Action.MoveHere move) {
      require(trees.isLocalFolder(move.to().parent()), "a folder for", move);
      require(!trees.localBeneath(move.to().parent(), move.node()), "no ring by", move);
      facts.movedHere(move.node(), move.to(), STAMP);
    } else if (action instanceof Action.MakeHere make) {
      facts.madeHere(make.node(), STAMP);
    } else if (action instanceof Action.Fetch fetch) {
      FileVersion version = node.remote().version();
      Place place = node.local() == null ? node.remote().place() : node.local().place();
      facts.fetched(
          fetch.node(), place, STAMP, content((int) version.size(), version.executable()), version);
    } else if (action instanceof Action.RemoveHere remove) {
      require(trees.localChildren(remove.node()).isEmpty(), "nothing in it:", remove);
      facts.removedHere(remove.node());
    } else {
      throw new AssertionError("No such action: " + action);
    }
  }

  private void commit(List<CommitOrder.Step> steps) {
    Set<NodeId> grouped = new HashSet<>();
    for (CommitOrder.Step step : steps) {
      NodeId id = step.send().node();
      NodeState node = trees.get(id);
      if (step.send() instanceof Action.SendRemove) {
        require(trees.remoteLive(id), "still there:", id);
        serverRemove(id);
        facts.removedThere(id, Revision.NONE);
        continue;
      }
      LocalEntry local = node.local();
      if (step.send() instanceof Action.SendMove) {
        serverMove(id, local.place());
        facts.placedThere(id, local.place(), local.kind(), Revision.NONE);
      } else if (step.send() instanceof Action.SendFolder) {
        restoreFolders(local.place().parent());
        serverPut(id, local.place(), NodeKind.FOLDER, null);
        facts.placedThere(id, local.place(), local.kind(), Revision.NONE);
      } else {
        Place place = node.remote() == null ? local.place() : node.remote().place();
        restoreFolders(place.parent());
        serverPut(id, place, local.kind(), local.content());
        facts.putThere(id, local.place(), trees.get(id).remote().version(), Revision.NONE);
      }
      if (step.group() == 0) {
        check(id);
      } else {
        grouped.add(id);
      }
    }
    grouped.forEach(this::check);
  }

  /** An edit brings back the folders above it, and nothing else in them. */
  private void restoreFolders(NodeId folder) {
    if (folder.isRoot()) {
      return;
    }
    RemoteEntry remote = trees.get(folder).remote();
    require(remote != null, "known:", folder);
    restoreFolders(remote.place().parent());
    remote = trees.get(folder).remote();
    if (remote.deleted()) {
      for (NodeId child : List.copyOf(trees.remoteChildren(folder))) {
        serverRemove(child);
      }
      serverMove(folder, remote.place());
      check(folder);
    }
  }

  private void check(NodeId id) {
    Set<NodeId> above = new HashSet<>();
    for (NodeId at = id; !at.isRoot(); at = trees.get(at).remote().place().parent()) {
      require(above.add(at), "no ring above", id);
    }
    RemoteEntry remote = trees.get(id).remote();
    require(trees.remoteLive(id), "live:", id);
    require(id.equals(trees.remoteChild(remote.place())), "its name is its own:", id);
    for (NodeState other : trees.all()) {
      if (!other.id().equals(id) && other.remote() != null && !other.remote().deleted()) {
        require(!other.remote().place().equals(remote.place()), "one name, one node:", id);
      }
    }
  }

  private static void require(boolean holds, String what, Object of) {
    if (!holds) {
      throw new AssertionError("Not so: " + what + " " + of);
    }
  }

  // ---- what people see

  /** Insists that all agree on every node, and on the same tree; answers that. */
  Map<String, String> checkSettled() {
    for (NodeState node : trees.all()) {
      require(Planner.isSettled(trees, node), "settled:", node);
    }
    Map<String, String> disk = disk();
    if (!disk.equals(server())) {
      throw new AssertionError("The disk has %s, the server %s".formatted(disk, server()));
    }
    return disk;
  }

  /** Paths on the disk, with content. */
  Map<String, String> disk() {
    Map<String, String> found = new TreeMap<>();
    for (NodeState node : trees.all()) {
      if (node.local() != null) {
        found.put(
            localPath(node.id()),
            node.local().content() == null ? FOLDER : text(node.local().content()));
      }
    }
    return found;
  }

  /** Paths on the server, with content. */
  Map<String, String> server() {
    Map<String, String> found = new TreeMap<>();
    for (NodeState node : trees.all()) {
      if (node.remote() != null && trees.remoteLive(node.id())) {
        FileVersion version = node.remote().version();
        found.put(
            remotePath(node.id()),
            version == null ? FOLDER : text(content((int) version.size(), version.executable())));
      }
    }
    return found;
  }

  /** Paths on the server that this device holds, with content. */
  Map<String, String> wanted() {
    Map<String, String> found = server();
    for (NodeState node : trees.all()) {
      if (node.remote() != null && trees.remoteLive(node.id()) && trees.isLeftOut(node.id())) {
        found.remove(remotePath(node.id()));
      }
    }
    return found;
  }

  /** A content in short. */
  static String text(FileContent content) {
    return content.size() + (content.executable() ? "x" : "");
  }

  private String localPath(NodeId id) {
    if (id.isRoot()) {
      return "";
    }
    Place place = trees.get(id).local().place();
    return localPath(place.parent()) + "/" + place.name();
  }

  private String remotePath(NodeId id) {
    if (id.isRoot()) {
      return "";
    }
    Place place = trees.get(id).remote().place();
    return remotePath(place.parent()) + "/" + place.name();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    trees.all().stream()
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .forEach(
            node ->
                text.append(node.id().toString().substring(24))
                    .append(" L ")
                    .append(node.local() == null ? "-" : show(node.local().place()))
                    .append(
                        node.local() == null || node.local().content() == null
                            ? ""
                            : "=" + node.local().content().size())
                    .append(" R ")
                    .append(
                        node.remote() == null
                            ? "-"
                            : show(node.remote().place())
                                + (node.remote().deleted() ? " deleted" : ""))
                    .append(
                        node.remote() == null || node.remote().version() == null
                            ? ""
                            : "=" + node.remote().version().size())
                    .append(" S ")
                    .append(node.synced() == null ? "-" : show(node.synced().place()))
                    .append(
                        node.synced() == null || node.synced().version() == null
                            ? ""
                            : "=" + node.synced().version().size())
                    .append('\n'));
    return text.toString();
  }

  private static String show(Place place) {
    return place.parent().toString().substring(24) + "/" + place.name();
  }
}
