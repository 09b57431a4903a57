package io.driftless.client.engine;

import io.driftless.client.server.JournalRead;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeFound;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.api.WorkspaceMessages.Head;
import io.driftless.protocol.api.WorkspaceMessages.Heads;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server that says what a test tells it: what other devices did, and where chunks are. */
final class ToldServer {

  static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(1, 1));
  static final ServerEpoch EPOCH = new ServerEpoch(new UUID(2, 2));
  private static final int PROFILE = 1;

  final Map<PackId, byte[]> packs = new HashMap<>();
  private final List<NodeRow> journal = new ArrayList<>();
  private final Map<NodeId, RecipeScript> recipes = new HashMap<>();
  private int packNumber;

  /** What every call of the engine's fails with; null for nothing. */
  @Nullable ServerException refusal;

  /** How it answers an engine; what a test has no use for fails. */
  ServerCalls calls() {
    return (ServerCalls)
        Proxy.newProxyInstance(
            ServerCalls.class.getClassLoader(),
            new Class<?>[] {ServerCalls.class},
            (proxy, method, arguments) -> {
              if (refusal != null) {
                throw refusal;
              }
              return switch (method.getName()) {
                case "heads" -> new Heads(List.of(new Head(WORKSPACE, head())));
                case "snapshot" -> new SnapshotPage(head(), null, changed(live()));
                case "changes" -> changes((Cursor) arguments[1]);
                case "recipes" -> recipes((RecipeQuery) arguments[1]);
                case "lookup" -> new ChunksFound(List.of());
                default -> throw new UnsupportedOperationException(method.getName());
              };
            });
  }

  private Cursor head() {
    return journal.isEmpty()
        ? Cursor.start(EPOCH)
        : new Cursor(EPOCH, new Revision(journal.size()), commit(journal.size()));
  }

  private static CommitId commit(long revision) {
    return new CommitId(new UUID(3, revision));
  }

  private List<NodeRow> live() {
    Map<NodeId, NodeRow> last = new HashMap<>();
    journal.forEach(row -> last.put(row.node(), row));
    return last.values().stream()
        .filter(row -> !row.deleted())
        .sorted(Comparator.comparing(NodeRow::revision))
        .toList();
  }

  private JournalRead changes(Cursor after) {
    List<NodeRow> rows = journal.subList((int) after.revision().value(), journal.size());
    return new JournalRead.Page(
        new ChangesPage(head(), head().revision(), false, changed(List.copyOf(rows))));
  }

  private List<ChangedNode> changed(List<NodeRow> rows) {
    return rows.stream()
        .map(row -> new ChangedNode(row, row.deleted() ? null : recipes.get(row.node())))
        .toList();
  }

  private RecipeAnswer recipes(RecipeQuery query) {
    return new RecipeAnswer(
        query.wanted().stream()
            .map(one -> new RecipeFound(one.node(), one.version(), recipes.get(one.node())))
            .toList());
  }

  // ---- what others do

  static NodeId node(int number) {
    return new NodeId(new UUID(4, number));
  }

  void folder(NodeId node, NodeId parent, String name) {
    row(node, parent, name, NodeKind.FOLDER, null, false);
  }

  void removed(NodeId node, NodeId parent, String name, NodeKind kind) {
    FileVersion last =
        journal.stream()
            .filter(row -> row.node().equals(node) && row.version() != null)
            .map(NodeRow::version)
            .reduce((one, other) -> other)
            .orElse(null);
    row(node, parent, name, kind, last, true);
  }

  /** Another device puts a file with one chunk. */
  void file(NodeId node, NodeId parent, String name, byte[] content) {
    file(node, parent, name, List.of(content), UnaryOperator.identity());
  }

  /**
   * Another device puts a file.
   *
   * @param chunks its content
   * @param lie what the server makes of the place of each chunk
   */
  void file(
      NodeId node,
      NodeId parent,
      String name,
      List<byte[]> chunks,
      UnaryOperator<ChunkLocation> lie) {
    PackId pack = new PackId(new UUID(5, ++packNumber));
    int length = chunks.stream().mapToInt(chunk -> chunk.length).sum();
    byte[] whole = new byte[length];
    List<ChunkLocation> places = new ArrayList<>();
    int at = 0;
    for (byte[] chunk : chunks) {
      System.arraycopy(chunk, 0, whole, at, chunk.length);
      places.add(
          lie.apply(
              new ChunkLocation(
                  Sha256.digest(chunk), pack, places.size(), at, chunk.length, chunk.length, 0)));
      at += chunk.length;
    }
    packs.put(pack, whole);
    int number =
        1 + (int) journal.stream().filter(row -> row.node().equals(node) && !row.deleted()).count();
    Recipe recipe = new Recipe(places.stream().map(ChunkLocation::hash).toList());
    recipes.put(
        node,
        new RecipeScript(
            VersionNumber.NONE, List.of(new RecipeOp.Located(places)), recipe.digest()));
    FileVersion version =
        new FileVersion(
            new VersionNumber(number), length, Sha256.digest(whole), 1_000, false, PROFILE, null);
    row(node, parent, name, NodeKind.FILE, version, false);
  }

  private void row(
      NodeId node,
      NodeId parent,
      String name,
      NodeKind kind,
      @Nullable FileVersion version,
      boolean deleted) {
    long revision = journal.size() + 1L;
    journal.add(
        new NodeRow(
            new Revision(revision),
            node,
            parent,
            name,
            kind,
            version,
            deleted,
            commit(revision),
            new DeviceId("elsewhere"),
            new AccountId(new UUID(6, 6)),
            revision));
  }
}
