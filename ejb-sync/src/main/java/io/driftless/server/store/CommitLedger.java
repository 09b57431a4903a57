package io.driftless.server.store;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.codec.MalformedMessageException;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.server.commit.CommitAdmission.Ledger;
import io.driftless.server.commit.CommitAdmission.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who a sender is, and what is remembered of its commits. */
public final class CommitLedger {

  private static final String STANDING =
      "SELECT d.account_id, d.name, d.answered_through, w.container, m.role,"
          + " d.revoked_at IS NULL AND a.disabled_at IS NULL"
          + " AND (d.virtual OR d.lease_until > ?) AS admitted"
          + " FROM device d JOIN account a ON a.id = d.account_id"
          + " LEFT JOIN membership m ON m.workspace_id = ? AND m.account_id = d.account_id"
          + " LEFT JOIN workspace w ON w.id = m.workspace_id WHERE d.id = ?";

  private static final String COMMITS =
      "SELECT commit_id, request_digest, answer FROM commit_log"
          + " WHERE device_id = ? AND (commit_id = ? OR sequence = ?)";

  private static final long NO_SEQUENCE = -1;

  private final Sql sql;

  public CommitLedger(Sql sql) {
    this.sql = sql;
  }

  /**
   * A device and its account in a workspace.
   *
   * @param account whose device it is
   * @param deviceName what people call it
   * @param admitted whether neither device nor account is shut out and the lease runs
   * @param role the account's; null when it is no member
   * @param container where the workspace's packs lie; null when the account is no member
   * @param answeredThrough the highest sequence whose answer the device has kept
   */
  public record Standing(
      AccountId account,
      String deviceName,
      boolean admitted,
      @Nullable Role role,
      @Nullable String container,
      long answeredThrough) {}

  /** The standing of a device; null when there is no such device. */
  public @Nullable Standing standing(DeviceId device, WorkspaceId workspace, Instant now) {
    return sql.first(STANDING, CommitLedger::standing, now, workspace.value(), device.value());
  }

  /** A commit of a device whose answer is kept; null when there is none of that id. */
  public @Nullable Stored stored(DeviceId device, CommitId commit) {
    Found found =
        sql.first(COMMITS, CommitLedger::found, device.value(), commit.value(), NO_SEQUENCE);
    return found == null ? null : new Stored(found.requestDigest(), found.answer());
  }

  /** What is remembered of a device's commits that bears on this request. */
  public Ledger ledger(DeviceId device, CommitRequest request, long answeredThrough) {
    UUID id = request.commit().value();
    Stored sameCommit = null;
    CommitId sameSequence = null;
    List<Found> found =
        sql.list(COMMITS, CommitLedger::found, device.value(), id, request.sequence());
    for (Found commit : found) {
      if (commit.commit().equals(request.commit())) {
        sameCommit = new Stored(commit.requestDigest(), commit.answer());
      } else {
        sameSequence = commit.commit();
      }
    }
    return new Ledger(sameCommit, sameSequence, answeredThrough);
  }

  private static Standing standing(ResultSet row) throws SQLException {
    String role = row.getString("role");
    return new Standing(
        new AccountId(Sql.uuid(row, "account_id")),
        row.getString("name"),
        row.getBoolean("admitted"),
        role == null ? null : Role.valueOf(role),
        row.getString("container"),
        row.getLong("answered_through"));
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        new CommitId(Sql.uuid(row, "commit_id")),
        Sha256.ofBytes(row.getBytes("request_digest")),
        answer(row.getBytes("answer")));
  }

  private static CommitAnswer answer(byte[] stored) {
    try {
      if (EnvelopeCodec.decode(stored).body() instanceof CommitAnswer answer) {
        return answer;
      }
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("A stored answer can't be read", e);
    }
    throw new IllegalStateException("A stored answer is none");
  }

  private record Found(CommitId commit, Sha256 requestDigest, CommitAnswer answer) {}
}
