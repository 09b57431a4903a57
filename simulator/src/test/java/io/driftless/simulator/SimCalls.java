package io.driftless.simulator;

import io.driftless.client.server.JournalRead;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.api.ConnectInfo;
import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.api.DeviceMessages.Enrolled;
import io.driftless.protocol.api.DeviceMessages.Lease;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeFound;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.JournalMessages.RecipeWanted;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.api.WorkspaceMessages.Head;
import io.driftless.protocol.api.WorkspaceMessages.Heads;
import io.driftless.protocol.api.WorkspaceMessages.NewWorkspace;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceList;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.server.commit.ChunkFacts;
import io.driftless.server.commit.CommitRule;
import io.driftless.server.commit.InMemoryWorkspace;
import io.driftless.server.commit.NodeState;
import io.driftless.server.commit.StoredVersion;
import io.driftless.server.commit.WorkspaceChecker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of the API that an engine makes, over a line that fails now and then. */
final class SimCalls implements ServerCalls {

  private final Chance chance;
  private final FaultSite fail;
  private final SimServer server;
  private final SimLine line;
  private final DeviceId device;
  private final Map<String, List<NodeId>> pages = new LinkedHashMap<>();

  SimCalls(World world, SimServer server, SimLine line, DeviceId device) {
    this.chance = world.chance(device + " calls");
    this.fail = world.site(device + " call fails", 25);
    this.server = server;
    this.line = line;
    this.device = device;
  }

  private void enter() throws ServerException {
    if (line.isCut() || fail.fires()) {
      throw new ServerException(
          ServerException.Kind.UNREACHABLE, "unreachable", "The simulated call has failed");
    }
  }

  @Override
  public Heads heads() throws ServerException {
    enter();
    return new Heads(List.of(new Head(SimServer.WORKSPACE, server.visible())));
  }

  @Override
  public JournalRead changes(WorkspaceId workspace, Cursor after, int limit, Revision atLeast)
      throws ServerException {
    enter();
    InMemoryWorkspace now = server.workspace();
    if (!CommitRule.continues(now.asSeenBy(device), after)) {
      boolean epoch = !after.epoch().equals(now.head().epoch());
      return new JournalRead.Resync("the cursor leads nowhere", epoch);
    }
    Revision head = server.visible().revision();
    if (atLeast.isAfter(head) || after.revision().isAfter(head)) {
      return new JournalRead.NotYet();
    }
    int most = chance.oneIn(3) ? 1 + chance.below(5) : limit;
    List<NodeRow> rows =
        now.rowsAfter(after.revision()).stream()
            .filter(row -> !row.revision().isAfter(head))
            .limit(most)
            .toList();
    Revision last = rows.isEmpty() ? after.revision() : rows.get(rows.size() - 1).revision();
    return new JournalRead.Page(
        new ChangesPage(now.cursorAt(last), head, head.isAfter(last), changed(now, rows)));
  }

  private List<ChangedNode> changed(InMemoryWorkspace now, List<NodeRow> rows) {
    return rows.stream().map(row -> Recipes.changed(now, row, chance.oneIn(8))).toList();
  }

  @Override
  public SnapshotPage snapshot(WorkspaceId workspace, @Nullable String page)
      throws ServerException {
    enter();
    InMemoryWorkspace now = server.workspace();
    List<NodeId> left = page == null ? live(now) : pages.remove(page);
    if (left == null) {
      throw new ServerException(
          ServerException.Kind.REFUSED, "bad-page", "There is no such page any more");
    }
    int count = Math.min(left.size(), chance.oneIn(3) ? 1 + chance.below(4) : 1_000);
    List<NodeRow> rows = new ArrayList<>();
    for (NodeId node : left.subList(0, count)) {
      if (WorkspaceChecker.isLive(now, node)) {
        rows.add(lastRow(now, node));
      }
    }
    String next = null;
    if (count < left.size()) {
      next = "page" + chance.bits();
      pages.put(next, left.subList(count, left.size()));
    }
    return new SnapshotPage(server.visible(), next, changed(now, rows));
  }

  private static NodeRow lastRow(InMemoryWorkspace now, NodeId node) {
    return now.journal().get((int) WorkspaceChecker.revisionOf(now, node).value() - 1);
  }

  /** Live nodes, parents before children. */
  private static List<NodeId> live(InMemoryWorkspace now) {
    Map<NodeId, List<NodeState>> children = new LinkedHashMap<>();
    for (NodeState node : now.nodes()) {
      if (!node.deleted()) {
        children.computeIfAbsent(node.parent(), parent -> new ArrayList<>()).add(node);
      }
    }
    List<NodeId> live = new ArrayList<>();
    Deque<NodeId> open = new ArrayDeque<>(List.of(NodeId.ROOT));
    while (!open.isEmpty()) {
      List<NodeState> here = children.getOrDefault(open.remove(), List.of());
      here.stream()
          .sorted(Comparator.comparing(NodeState::node))
          .forEach(
              node -> {
                live.add(node.node());
                open.add(node.node());
              });
    }
    return live;
  }

  @Override
  public RecipeAnswer recipes(WorkspaceId workspace, RecipeQuery query) throws ServerException {
    enter();
    InMemoryWorkspace now = server.workspace();
    List<RecipeFound> found = new ArrayList<>();
    for (RecipeWanted wanted : query.wanted()) {
      if (!found.isEmpty() && chance.oneIn(10)) {
        break;
      }
      StoredVersion version = now.version(wanted.node(), wanted.version());
      StoredVersion base = now.version(wanted.node(), wanted.base());
      found.add(
          new RecipeFound(
              wanted.node(),
              wanted.version(),
              version == null ? null : Recipes.script(now, version.recipe(), base)));
    }
    return new RecipeAnswer(found);
  }

  @Override
  public ChunksFound lookup(WorkspaceId workspace, ChunkLookup chunks) throws ServerException {
    enter();
    Map<Sha256, ChunkFacts> facts = server.workspace().asSeenBy(device).chunks(chunks.hashes());
    List<ChunkLocation> found = new ArrayList<>();
    facts.forEach(
        (hash, fact) -> {
          if (fact.isTrusted()) {
            found.add(server.workspace().chunks().get(hash).locations().iterator().next());
          }
        });
    return new ChunksFound(found);
  }

  @Override
  public void stageRecipe(WorkspaceId workspace, Recipe recipe) throws ServerException {
    enter();
    server.stage(recipe);
    enter();
  }

  // ---- what an engine never asks

  private static UnsupportedOperationException notAsked() {
    return new UnsupportedOperationException("An engine does not ask this");
  }

  @Override
  public ConnectInfo connect() {
    throw notAsked();
  }

  @Override
  public Enrolled enrol(EnrolRequest request) {
    throw notAsked();
  }

  @Override
  public Lease renewLease(DeviceId of) {
    throw notAsked();
  }

  @Override
  public void unlink(DeviceId of) {
    throw notAsked();
  }

  @Override
  public WorkspaceList workspaces() {
    throw notAsked();
  }

  @Override
  public WorkspaceInfo makeWorkspace(NewWorkspace workspace) {
    throw notAsked();
  }

  @Override
  public Sas sas(WorkspaceId workspace, BlobAccess access) {
    throw notAsked();
  }
}
