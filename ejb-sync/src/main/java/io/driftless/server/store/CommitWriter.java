package io.driftless.server.store;

import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.server.commit.CommitOutcome;
import io.driftless.server.commit.NewPack;
import io.driftless.server.commit.NodeState;
import io.driftless.server.commit.StoredVersion;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores what the commit rule decided, in the running transaction and under the workspace's row
 * lock: journal, versions and the answer through JPA, nodes and chunks by one statement a table.
 */
public final class CommitWriter {

  private static final String NODES =
      "INSERT INTO node (workspace_id, node_id, parent_id, name, kind, version, deleted, revision,"
          + " location_revision) SELECT ?, * FROM unnest(?::uuid[], ?::uuid[], ?::text[],"
          + " ?::smallint[], ?::integer[], ?::boolean[], ?::bigint[], ?::bigint[])"
          + " ON CONFLICT (workspace_id, node_id) DO UPDATE SET parent_id = EXCLUDED.parent_id,"
          + " name = EXCLUDED.name, version = EXCLUDED.version, deleted = EXCLUDED.deleted,"
          + " revision = EXCLUDED.revision, location_revision = EXCLUDED.location_revision";

  private static final String ALIASES =
      "INSERT INTO alias (workspace_id, node_id, into_node_id, created_at)"
          + " SELECT ?, a.node_id, a.into_id, ? FROM unnest(?::uuid[], ?::uuid[])"
          + " AS a (node_id, into_id) ON CONFLICT (workspace_id, node_id)"
          + " DO UPDATE SET into_node_id = EXCLUDED.into_node_id";

  private static final String PACK =
      "INSERT INTO pack (workspace_id, pack_id, state, uploader, size_bytes, entries, created_at)"
          + " VALUES (?, ?, 0, ?, ?, ?, ?)";

  private static final String LOCATIONS =
      "INSERT INTO chunk_location (workspace_id, hash, pack_id, entry, byte_offset, stored_length,"
          + " raw_length, codec) SELECT ?, l.hash, ?, l.entry, l.byte_offset, l.stored_length,"
          + " l.raw_length, l.codec FROM unnest(?::bytea[], ?::integer[], ?::bigint[],"
          + " ?::integer[], ?::integer[], ?::smallint[])"
          + " AS l (hash, entry, byte_offset, stored_length, raw_length, codec)";

  private static final String REVIVED =
      "UPDATE chunk SET state = 1, quarantined_at = NULL"
          + " WHERE workspace_id = ? AND state = 2 AND hash = ANY (?)";

  private static final String PROGRESS =
      "WITH dropped AS (DELETE FROM commit_log WHERE device_id = ? AND sequence <= ?)"
          + " UPDATE device SET last_sequence = GREATEST(last_sequence, ?),"
          + " answered_through = GREATEST(answered_through, ?) WHERE id = ?";

  private final EntityManager entities;
  private final Sql sql;

  /** Writes in the transaction of this persistence context. */
  public CommitWriter(EntityManager entities) {
    this.entities = entities;
    this.sql = Sql.of(entities);
  }

  /**
   * Stores a commit.
   *
   * @param locked the workspace's row, locked by this transaction
   * @param requestDigest SHA-256 of the request's bytes
   * @param answer the encoded answer, as it is sent again to whoever asks again
   */
  public void write(
      WorkspaceEntity locked,
      Sender sender,
      CommitRequest request,
      Sha256 requestDigest,
      CommitOutcome outcome,
      byte[] answer) {
    UUID workspace = locked.id().value();
    Instant now = sender.now();
    locked.advance(
        outcome.head().revision(),
        outcome.head().commit(),
        locked.usedBytes() + outcome.addedBytes());
    Map<NodeId, Long> versionRows = new HashMap<>();
    for (NodeRow row : outcome.rows()) {
      entities.persist(journal(workspace, row));
      versionRows.put(row.node(), row.revision().value());
    }
    NewChunks fresh = new NewChunks(sql, workspace, outcome.versions());
    for (NewPack pack : outcome.packs()) {
      writePack(workspace, pack, sender, fresh);
    }
    fresh.name();
    for (StoredVersion version : outcome.versions()) {
      long revision = versionRows.getOrDefault(version.node(), outcome.head().revision().value());
      VersionEntity entity = version(workspace, version, sender, revision);
      entity.newBytes = fresh.bytesOf(version);
      entities.persist(entity);
    }
    writeNodes(workspace, outcome.nodes());
    writeAliases(workspace, outcome.aliases(), now);
    if (!outcome.revived().isEmpty()) {
      sql.update(
          REVIVED, workspace, outcome.revived().stream().map(Sha256::bytes).toArray(byte[][]::new));
    }
    String device = sender.device().value();
    long answered = request.answeredThrough();
    sql.update(PROGRESS, device, answered, request.sequence(), answered, device);
    entities.persist(commit(sender, request, requestDigest, answer));
  }

  /**
   * Who commits, and when.
   *
   * @param now when the server applies it
   */
  public record Sender(DeviceId device, UUID account, Instant now) {}

  private static JournalEntity journal(UUID workspace, NodeRow row) {
    JournalEntity entity = new JournalEntity();
    entity.workspaceId = workspace;
    entity.revision = row.revision().value();
    entity.nodeId = row.node().value();
    entity.parentId = row.parent().value();
    entity.name = row.name();
    entity.kind = NodeReading.stored(row.kind());
    entity.version = number(row.version());
    entity.deleted = row.deleted();
    entity.commitId = row.commit().value();
    entity.deviceId = row.device().value();
    entity.accountId = row.account().value();
    entity.appliedAt = Instant.ofEpochMilli(row.timeMillis());
    return entity;
  }

  private static VersionEntity version(
      UUID workspace, StoredVersion stored, Sender sender, long revision) {
    FileVersion facts = stored.version();
    VersionEntity entity = new VersionEntity();
    entity.workspaceId = workspace;
    entity.nodeId = stored.node().value();
    entity.number = facts.number().value();
    entity.size = facts.size();
    entity.digest = facts.digest().bytes();
    entity.modifiedNanos = facts.modifiedNanos();
    entity.executable = facts.executable();
    entity.profile = facts.profile();
    entity.linkTarget = facts.linkTarget();
    if (facts.linkTarget() == null) {
      entity.recipe = stored.recipe().bytes();
      entity.recipeDigest = stored.recipe().digest().bytes();
    }
    entity.chunks = stored.recipe().chunks().size();
    entity.deviceId = sender.device().value();
    entity.accountId = sender.account();
    entity.revision = revision;
    entity.createdAt = sender.now();
    return entity;
  }

  private static CommitLogEntity commit(
      Sender sender, CommitRequest request, Sha256 requestDigest, byte[] answer) {
    CommitLogEntity entity = new CommitLogEntity();
    entity.deviceId = sender.device().value();
    entity.commitId = request.commit().value();
    entity.sequence = request.sequence();
    entity.workspaceId = request.workspace().value();
    entity.requestDigest = requestDigest.bytes();
    entity.answer = answer;
    entity.appliedAt = sender.now();
    return entity;
  }

  private void writeNodes(UUID workspace, List<NodeState> nodes) {
    if (nodes.isEmpty()) {
      return;
    }
    sql.update(
        NODES,
        workspace,
        nodes.stream().map(node -> node.node().value()).toArray(UUID[]::new),
        nodes.stream().map(node -> node.parent().value()).toArray(UUID[]::new),
        nodes.stream().map(NodeState::name).toArray(String[]::new),
        nodes.stream().map(node -> NodeReading.stored(node.kind())).toArray(Short[]::new),
        nodes.stream().map(node -> number(node.version())).toArray(Integer[]::new),
        nodes.stream().map(NodeState::deleted).toArray(Boolean[]::new),
        nodes.stream().map(node -> node.revision().value()).toArray(Long[]::new),
        nodes.stream().map(node -> node.locationRevision().value()).toArray(Long[]::new));
  }

  private void writeAliases(UUID workspace, Map<NodeId, NodeId> aliases, Instant now) {
    if (aliases.isEmpty()) {
      return;
    }
    sql.update(
        ALIASES,
        workspace,
        now,
        aliases.keySet().stream().map(NodeId::value).toArray(UUID[]::new),
        aliases.values().stream().map(NodeId::value).toArray(UUID[]::new));
  }

  private void writePack(UUID workspace, NewPack pack, Sender sender, NewChunks fresh) {
    List<ChunkLocation> entries = pack.entries();
    UUID id = pack.pack().value();
    sql.update(
        PACK,
        workspace,
        id,
        sender.device().value(),
        pack.storedBytes(),
        entries.size(),
        sender.now());
    byte[][] hashes = entries.stream().map(entry -> entry.hash().bytes()).toArray(byte[][]::new);
    Integer[] rawLengths = entries.stream().map(ChunkLocation::rawLength).toArray(Integer[]::new);
    fresh.store(entries, sender.now());
    sql.update(
        LOCATIONS,
        workspace,
        id,
        hashes,
        entries.stream().map(ChunkLocation::entry).toArray(Integer[]::new),
        entries.stream().map(ChunkLocation::offset).toArray(Long[]::new),
        entries.stream().map(ChunkLocation::storedLength).toArray(Integer[]::new),
        rawLengths,
        entries.stream().map(entry -> (short) entry.codec()).toArray(Short[]::new));
  }

  private static int number(@Nullable FileVersion version) {
    return version == null ? 0 : version.number().value();
  }
}
