package io.driftless.server.store;

import static io.driftless.server.store.NodeReading.NODE_COLUMNS;
import static io.driftless.server.store.NodeReading.VERSION_COLUMNS;
import static io.driftless.server.store.NodeReading.WITH_VERSION;
import static java.util.Objects.requireNonNull;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.server.commit.Barriers;
import io.driftless.server.commit.ChunkFacts;
import io.driftless.server.commit.CommitReads;
import io.driftless.server.commit.CommitReads.Place;
import io.driftless.server.commit.CommitReads.VersionKey;
import io.driftless.server.commit.NodeState;
import io.driftless.server.commit.PackFacts;
import io.driftless.server.commit.StoredVersion;
import io.driftless.server.commit.WorkspaceState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A workspace in PostgreSQL, under its row lock. {@link #load} fetches what a request names with
 * one statement a table, however many changes it has; what is asked beyond is fetched one by one
 * and remembered.
 */
public final class PostgresWorkspaceState implements WorkspaceState {

  private static final String ALIASES =
      "SELECT node_id, into_node_id FROM alias WHERE workspace_id = ? AND node_id = ANY (?)";

  private static final String WITH_ANCESTORS =
      "WITH RECURSIVE up AS ("
          + "SELECT node_id, parent_id FROM node WHERE workspace_id = ? AND node_id = ANY (?)"
          + " UNION SELECT p.node_id, p.parent_id FROM up JOIN node p"
          + " ON p.workspace_id = ? AND p.node_id = up.parent_id) SELECT "
          + NODE_COLUMNS
          + " FROM up JOIN node n ON n.workspace_id = ? AND n.node_id = up.node_id"
          + WITH_VERSION;

  private static final String PLACES =
      "SELECT "
          + NODE_COLUMNS
          + " FROM unnest(?::uuid[], ?::text[]) AS place (parent, name)"
          + " JOIN node n ON n.workspace_id = ? AND n.parent_id = place.parent"
          + " AND n.name = place.name AND NOT n.deleted"
          + WITH_VERSION;

  private static final String CHILDREN =
      "SELECT "
          + NODE_COLUMNS
          + " FROM node n"
          + WITH_VERSION
          + "WHERE n.workspace_id = ? AND n.parent_id = ? AND NOT n.deleted"
          + " ORDER BY n.name LIMIT ?";

  private static final String CHANGED_AFTER =
      "SELECT n.node_id FROM journal j JOIN node n ON n.workspace_id = j.workspace_id"
          + " AND n.node_id = j.node_id AND n.revision = j.revision"
          + " WHERE j.workspace_id = ? AND j.revision > ? AND NOT j.deleted"
          + " ORDER BY j.revision LIMIT ?";

  private static final String VERSIONS =
      "SELECT v.node_id, v.recipe, "
          + VERSION_COLUMNS
          + " FROM unnest(?::uuid[], ?::integer[]) AS wanted (node_id, number)"
          + " JOIN version v ON v.workspace_id = ? AND v.node_id = wanted.node_id"
          + " AND v.number = wanted.number AND v.pruned_at IS NULL";

  private static final String RECIPE_CHUNKS =
      "SELECT COALESCE(SUM(v.chunks), 0) AS total"
          + " FROM unnest(?::uuid[], ?::integer[]) AS wanted (node_id, number)"
          + " JOIN version v ON v.workspace_id = ? AND v.node_id = wanted.node_id"
          + " AND v.number = wanted.number";

  /** A longer recipe that was not announced is read each time it is asked for, and not kept. */
  private static final int MOST_KEPT_CHUNKS = 1_000;

  private static final String CHUNKS =
      "SELECT c.hash, c.raw_length, c.state, c.state = 0 AND EXISTS ("
          + "SELECT 1 FROM chunk_location l JOIN pack p ON p.workspace_id = l.workspace_id"
          + " AND p.pack_id = l.pack_id WHERE l.workspace_id = c.workspace_id AND l.hash = c.hash"
          + " AND p.uploader = ?) AS own FROM chunk c"
          + " WHERE c.workspace_id = ? AND c.hash = ANY (?) AND EXISTS (SELECT 1"
          + " FROM chunk_location l WHERE l.workspace_id = c.workspace_id AND l.hash = c.hash)";

  private static final String PACKS =
      "SELECT pack_id, state FROM pack WHERE workspace_id = ? AND pack_id = ANY (?)";

  private static final ChunkFacts.State[] CHUNK_STATES = {
    ChunkFacts.State.CLAIMED, ChunkFacts.State.VERIFIED, ChunkFacts.State.QUARANTINED
  };

  private final Sql sql;
  private final UUID workspace;
  private final DeviceId device;
  private final Cursor head;
  private final Revision floor;
  private final Quota quota;
  private final Barriers barriers;

  private final Map<NodeId, Optional<NodeState>> nodes = new HashMap<>();
  private final Map<NodeId, Optional<NodeId>> aliases = new HashMap<>();
  private final Map<Place, Optional<NodeState>> places = new HashMap<>();
  private final Map<VersionKey, Optional<StoredVersion>> versions = new HashMap<>();
  private final Map<Set<VersionKey>, Long> recipeChunks = new HashMap<>();
  private final Map<Sha256, Optional<ChunkFacts>> chunks = new HashMap<>();
  private final Map<PackId, Optional<PackFacts>> packs = new HashMap<>();

  /**
   * The workspace as this transaction sees it.
   *
   * @param locked its row, locked by this transaction
   * @param device the committing device
   * @param quota what it may still take
   * @param barriers what stands in the way of the sender's changes
   */
  public PostgresWorkspaceState(
      Sql sql,
      WorkspaceEntity locked,
      DeviceId device,
      Cursor head,
      Quota quota,
      Barriers barriers) {
    this.sql = sql;
    this.workspace = locked.id().value();
    this.device = device;
    this.head = head;
    this.floor = locked.floorRevision();
    this.quota = quota;
    this.barriers = barriers;
  }

  /** Fetches what the rule is going to ask for. */
  public void load(CommitReads reads) {
    loadAliases(reads.nodes());
    Set<NodeId> wanted = new HashSet<>(reads.nodes());
    for (NodeId node : reads.nodes()) {
      aliases.getOrDefault(node, Optional.empty()).ifPresent(wanted::add);
    }
    loadNodes(wanted);
    loadPlaces(reads.places());
    if (recipeChunks(reads.versions()) <= Limits.MAX_COMMIT_CHUNKS) {
      loadVersions(reads.versions());
    }
    chunks(reads.chunks());
    loadPacks(reads.packs());
  }

  @Override
  public Cursor head() {
    return head;
  }

  @Override
  public @Nullable CommitId commitAt(Revision revision) {
    if (revision.equals(head.revision()) && !revision.equals(Revision.NONE)) {
      return head.commit();
    }
    return sql.first(
        "SELECT commit_id FROM journal WHERE workspace_id = ? AND revision = ?",
        row -> new CommitId(Sql.uuid(row, "commit_id")),
        workspace,
        revision.value());
  }

  @Override
  public Revision floor() {
    return floor;
  }

  @Override
  public @Nullable NodeState node(NodeId node) {
    if (!nodes.containsKey(node)) {
      loadNodes(Set.of(node));
    }
    return requireNonNull(nodes.get(node)).orElse(null);
  }

  @Override
  public @Nullable NodeId alias(NodeId node) {
    if (!aliases.containsKey(node)) {
      loadAliases(Set.of(node));
    }
    return requireNonNull(aliases.get(node)).orElse(null);
  }

  @Override
  public @Nullable NodeState liveChild(NodeId parent, String name) {
    Place place = new Place(parent, name);
    if (!places.containsKey(place)) {
      loadPlaces(Set.of(place));
    }
    return requireNonNull(places.get(place)).orElse(null);
  }

  @Override
  public List<NodeState> liveChildren(NodeId parent, int limit) {
    return sql.list(CHILDREN, NodeReading::node, workspace, parent.value(), limit);
  }

  @Override
  public List<NodeState> changedAfter(Revision revision, int limit) {
    List<NodeId> changed =
        sql.list(
            CHANGED_AFTER,
            row -> new NodeId(Sql.uuid(row, "node_id")),
            workspace,
            revision.value(),
            limit);
    loadNodes(changed);
    return changed.stream().flatMap(node -> requireNonNull(nodes.get(node)).stream()).toList();
  }

  @Override
  public @Nullable StoredVersion version(NodeId node, VersionNumber version) {
    VersionKey key = new VersionKey(node, version);
    if (versions.containsKey(key)) {
      return requireNonNull(versions.get(key)).orElse(null);
    }
    loadVersions(Set.of(key));
    StoredVersion found = requireNonNull(versions.get(key)).orElse(null);
    if (found != null && found.recipe().chunks().size() > MOST_KEPT_CHUNKS) {
      versions.remove(key);
    }
    return found;
  }

  @Override
  public long recipeChunks(Collection<VersionKey> wanted) {
    if (wanted.isEmpty()) {
      return 0;
    }
    Long known = recipeChunks.get(Set.copyOf(wanted));
    if (known == null) {
      UUID[] ids = wanted.stream().map(key -> key.node().value()).toArray(UUID[]::new);
      Integer[] numbers = wanted.stream().map(key -> key.version().value()).toArray(Integer[]::new);
      known =
          requireNonNull(
              sql.first(RECIPE_CHUNKS, row -> row.getLong("total"), ids, numbers, workspace));
      recipeChunks.put(Set.copyOf(wanted), known);
    }
    return known;
  }

  @Override
  public Map<Sha256, ChunkFacts> chunks(Collection<Sha256> hashes) {
    loadChunks(hashes.stream().filter(hash -> !chunks.containsKey(hash)).toList());
    Map<Sha256, ChunkFacts> known = new HashMap<>();
    for (Sha256 hash : hashes) {
      requireNonNull(chunks.get(hash)).ifPresent(facts -> known.put(hash, facts));
    }
    return known;
  }

  @Override
  public @Nullable PackFacts pack(PackId pack) {
    if (!packs.containsKey(pack)) {
      loadPacks(Set.of(pack));
    }
    return requireNonNull(packs.get(pack)).orElse(null);
  }

  @Override
  public Barriers barriers() {
    return barriers;
  }

  @Override
  public Quota quota() {
    return quota;
  }

  private void loadNodes(Collection<NodeId> wanted) {
    List<NodeId> missing = wanted.stream().filter(node -> !nodes.containsKey(node)).toList();
    if (missing.isEmpty()) {
      return;
    }
    missing.forEach(node -> nodes.put(node, Optional.empty()));
    UUID[] ids = missing.stream().map(NodeId::value).toArray(UUID[]::new);
    sql.list(WITH_ANCESTORS, NodeReading::node, workspace, ids, workspace, workspace)
        .forEach(node -> nodes.put(node.node(), Optional.of(node)));
  }

  private void loadAliases(Collection<NodeId> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    wanted.forEach(node -> aliases.put(node, Optional.empty()));
    UUID[] ids = wanted.stream().map(NodeId::value).toArray(UUID[]::new);
    sql.list(
            ALIASES,
            row ->
                Map.entry(
                    new NodeId(Sql.uuid(row, "node_id")),
                    new NodeId(Sql.uuid(row, "into_node_id"))),
            workspace,
            ids)
        .forEach(alias -> aliases.put(alias.getKey(), Optional.of(alias.getValue())));
  }

  private void loadPlaces(Collection<Place> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    wanted.forEach(place -> places.put(place, Optional.empty()));
    UUID[] parents = wanted.stream().map(place -> place.parent().value()).toArray(UUID[]::new);
    String[] names = wanted.stream().map(Place::name).toArray(String[]::new);
    sql.list(PLACES, NodeReading::node, parents, names, workspace)
        .forEach(node -> places.put(new Place(node.parent(), node.name()), Optional.of(node)));
  }

  private void loadVersions(Collection<VersionKey> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    wanted.forEach(key -> versions.put(key, Optional.empty()));
    UUID[] ids = wanted.stream().map(key -> key.node().value()).toArray(UUID[]::new);
    Integer[] numbers = wanted.stream().map(key -> key.version().value()).toArray(Integer[]::new);
    sql.list(
            VERSIONS,
            row -> {
              byte[] recipe = row.getBytes("recipe");
              return new StoredVersion(
                  new NodeId(Sql.uuid(row, "node_id")),
                  requireNonNull(NodeReading.version(row)),
                  recipe == null ? Recipe.EMPTY : Recipe.ofBytes(recipe),
                  Set.of());
            },
            ids,
            numbers,
            workspace)
        .forEach(
            version ->
                versions.put(
                    new VersionKey(version.node(), version.version().number()),
                    Optional.of(version)));
  }

  private void loadChunks(Collection<Sha256> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    wanted.forEach(hash -> chunks.put(hash, Optional.empty()));
    byte[][] hashes = wanted.stream().map(Sha256::bytes).toArray(byte[][]::new);
    sql.list(
            CHUNKS,
            row ->
                Map.entry(
                    Sha256.ofBytes(row.getBytes("hash")),
                    new ChunkFacts(
                        row.getInt("raw_length"),
                        CHUNK_STATES[row.getInt("state")],
                        row.getBoolean("own"))),
            device.value(),
            workspace,
            hashes)
        .forEach(chunk -> chunks.put(chunk.getKey(), Optional.of(chunk.getValue())));
  }

  private void loadPacks(Collection<PackId> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    wanted.forEach(pack -> packs.put(pack, Optional.empty()));
    UUID[] ids = wanted.stream().map(PackId::value).toArray(UUID[]::new);
    sql.list(
            PACKS,
            row ->
                Map.entry(
                    new PackId(Sql.uuid(row, "pack_id")), new PackFacts(row.getInt("state") == 1)),
            workspace,
            ids)
        .forEach(pack -> packs.put(pack.getKey(), Optional.of(pack.getValue())));
  }
}
