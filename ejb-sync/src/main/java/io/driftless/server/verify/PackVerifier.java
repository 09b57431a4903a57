package io.driftless.server.verify;

import io.driftless.protocol.chunk.DamagedChunkException;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Message.PackRejected;
import io.driftless.protocol.pack.Pack;
import io.driftless.protocol.pack.PackEntry;
import io.driftless.protocol.pack.PackFormatException;
import io.driftless.server.audit.AuditActor;
import io.driftless.server.audit.AuditDeed;
import io.driftless.server.audit.AuditLog;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.MissingPackException;
import io.driftless.server.fanout.DeviceMessages;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceLock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pack and hashes each of its chunks. Those that are what the footer says become verified;
 * the places of the others are dropped, their uploader is told and the audit notes it. A chunk
 * without a place counts as missing until somebody uploads it again.
 */
@ApplicationScoped
public class PackVerifier {

  private static final String PACK =
      "SELECT w.container, p.uploader FROM pack p JOIN workspace w ON w.id = p.workspace_id"
          + " WHERE p.workspace_id = ? AND p.pack_id = ? AND p.state = 0"
          + " AND p.verified_at IS NULL AND p.rejected_at IS NULL";

  private static final String CHUNKS_GOOD =
      "UPDATE chunk c SET state = 1, raw_length = good.raw_length"
          + " FROM unnest(?::bytea[], ?::integer[]) AS good (hash, raw_length)"
          + " WHERE c.workspace_id = ? AND c.hash = good.hash AND c.state = 0";

  private static final String PLACES_GOOD =
      "UPDATE chunk_location SET verified = true"
          + " WHERE workspace_id = ? AND pack_id = ? AND entry = ANY (?)";

  private static final String PLACES_BAD =
      "DELETE FROM chunk_location WHERE workspace_id = ? AND pack_id = ? AND NOT (entry = ANY (?))"
          + " RETURNING hash";

  /** A chunk whose other places were never read is claimed again. */
  private static final String CHUNKS_BAD =
      "UPDATE chunk c SET state = 0 WHERE c.workspace_id = ? AND c.hash = ANY (?) AND NOT EXISTS ("
          + "SELECT 1 FROM chunk_location l WHERE l.workspace_id = c.workspace_id"
          + " AND l.hash = c.hash AND l.verified)";

  private static final String PACK_GOOD =
      "UPDATE pack SET verified_at = ? WHERE workspace_id = ? AND pack_id = ?";

  private static final String PACK_BAD =
      "UPDATE pack SET rejected_at = ? WHERE workspace_id = ? AND pack_id = ?";

  private static final String LIVE =
      "SELECT w.container FROM pack p JOIN workspace w ON w.id = p.workspace_id"
          + " WHERE p.workspace_id = ? AND p.pack_id = ? AND p.state = 0"
          + " AND p.rejected_at IS NULL AND p.verified_at IS NOT NULL";

  private static final String ALL_TOLD =
      "SELECT d.id FROM membership m JOIN device d ON d.account_id = m.account_id"
          + " WHERE m.workspace_id = ? AND NOT d.virtual AND d.revoked_at IS NULL";

  private static final String TOLD =
      "SELECT id FROM device WHERE id = ? AND NOT virtual AND revoked_at IS NULL";

  @PersistenceContext private EntityManager store;
  @Inject private ChunkStore blobs;
  @Inject private DeviceMessages messages;
  @Inject private AuditLog audit;
  @Inject private Clock clock;

  /**
   * Verifies a pack in the caller's JTA transaction; one that was verified before is left alone.
   */
  void verify(WorkspaceId workspace, PackId pack) {
    Sql sql = Sql.of(store);
    Claim claim = claim(sql, workspace, pack);
    if (claim == null) {
      return;
    }
    Finding finding = examine(claim.container(), pack);
    if (finding.problem() != null) {
      WorkspaceLock.take(store, workspace);
      if (claim(sql, workspace, pack) == null) {
        return; // a cleanup has taken the pack meanwhile
      }
    }
    accept(sql, workspace.value(), pack.value(), finding);
    if (finding.problem() != null) {
      reject(sql, workspace, pack, finding, claim.uploader());
      tell(told(sql, claim.uploader()), workspace, pack, finding);
    }
  }

  /**
   * What a scrub found in a pack.
   *
   * @param bytes how many were read
   * @param lostChunks how many places were dropped
   * @param problem one of the things that are wrong; null when nothing is
   */
  record Scrubbed(long bytes, long lostChunks, @Nullable String problem) {}

  /**
   * Reads a live pack again, in the caller's JTA transaction. Damaged places are dropped, and all
   * devices of the workspace are asked for what they hold of them.
   *
   * @param dryRun whether to tell only
   * @param beforeDrop called before anything is dropped; throws when it must not be
   */
  Scrubbed scrub(WorkspaceId workspace, PackId pack, boolean dryRun, Runnable beforeDrop) {
    Sql sql = Sql.of(store);
    String container = live(sql, workspace, pack);
    if (container == null) {
      return new Scrubbed(0, 0, null);
    }
    Finding finding = examine(container, pack);
    if (finding.problem() == null || dryRun) {
      if (!dryRun) {
        sql.update(PACK_GOOD, clock.instant(), workspace.value(), pack.value());
      }
      return new Scrubbed(finding.bytes(), 0, finding.problem());
    }
    beforeDrop.run();
    WorkspaceLock.take(store, workspace);
    if (live(sql, workspace, pack) == null) {
      return new Scrubbed(finding.bytes(), 0, null);
    }
    int lost = reject(sql, workspace, pack, finding, null);
    tell(
        sql.list(ALL_TOLD, row -> row.getString("id"), workspace.value()),
        workspace,
        pack,
        finding);
    return new Scrubbed(finding.bytes(), lost, finding.problem());
  }

  private static @Nullable String live(Sql sql, WorkspaceId workspace, PackId pack) {
    return sql.first(LIVE, row -> row.getString("container"), workspace.value(), pack.value());
  }

  private static @Nullable Claim claim(Sql sql, WorkspaceId workspace, PackId pack) {
    return sql.first(
        PACK,
        row -> new Claim(row.getString("container"), row.getString("uploader")),
        workspace.value(),
        pack.value());
  }

  private void accept(Sql sql, UUID workspace, UUID pack, Finding finding) {
    List<PackEntry> good = finding.goodEntries();
    sql.update(
        CHUNKS_GOOD,
        good.stream().map(entry -> entry.hash().bytes()).toArray(byte[][]::new),
        good.stream().map(PackEntry::rawLength).toArray(Integer[]::new),
        workspace);
    sql.update(PLACES_GOOD, workspace, pack, finding.good().toArray(Integer[]::new));
    if (finding.problem() == null) {
      sql.update(PACK_GOOD, clock.instant(), workspace, pack);
    }
  }

  private int reject(
      Sql sql, WorkspaceId workspace, PackId pack, Finding finding, @Nullable String uploader) {
    List<Sha256> lost =
        sql.list(
            PLACES_BAD,
            row -> Sha256.ofBytes(row.getBytes("hash")),
            workspace.value(),
            pack.value(),
            finding.good().toArray(Integer[]::new));
    sql.update(
        CHUNKS_BAD, workspace.value(), lost.stream().map(Sha256::bytes).toArray(byte[][]::new));
    sql.update(PACK_BAD, clock.instant(), workspace.value(), pack.value());
    audit.workspace(
        workspace,
        new AuditActor(null, uploader == null ? null : new DeviceId(uploader), null),
        AuditDeed.done(
            "pack.reject", "{\"pack\":\"%s\",\"chunks\":%d}".formatted(pack, lost.size())));
    return lost.size();
  }

  private static List<String> told(Sql sql, @Nullable String uploader) {
    return uploader == null ? List.of() : sql.list(TOLD, row -> row.getString("id"), uploader);
  }

  private void tell(List<String> devices, WorkspaceId workspace, PackId pack, Finding finding) {
    String problem = finding.problem() == null ? "" : finding.problem();
    for (String device : devices) {
      messages.send(new DeviceId(device), new PackRejected(workspace, pack, problem));
    }
  }

  private Finding examine(String container, PackId pack) {
    try {
      OptionalLong length = blobs.length(container, pack);
      if (length.isEmpty()) {
        return Finding.nothing("The pack is gone");
      }
      byte[] bytes = blobs.read(container, pack, 0, (int) length.getAsLong());
      return examine(Pack.of(bytes), bytes.length);
    } catch (MissingPackException e) {
      return Finding.nothing("The pack is gone");
    } catch (PackFormatException e) {
      return Finding.nothing("The pack can't be read: " + e.getMessage());
    }
  }

  private static Finding examine(Pack pack, long bytes) {
    List<PackEntry> entries = pack.index().entries();
    List<Integer> good = new ArrayList<>(entries.size());
    String problem = null;
    for (int i = 0; i < entries.size(); i++) {
      try {
        pack.open(i);
        good.add(i);
      } catch (DamagedChunkException e) {
        problem = "Entry %d: %s".formatted(i, e.getMessage());
      }
    }
    return new Finding(entries, good, problem, bytes);
  }

  private record Claim(String container, @Nullable String uploader) {}

  /**
   * What was found.
   *
   * @param good the indices of the entries whose chunks are what they should be
   * @param problem one of the things that are wrong; null when nothing is
   */
  private record Finding(
      List<PackEntry> entries, List<Integer> good, @Nullable String problem, long bytes) {

    static Finding nothing(String problem) {
      return new Finding(List.of(), List.of(), problem, 0);
    }

    List<PackEntry> goodEntries() {
      return good.stream().map(entries::get).toList();
    }
  }
}
