package io.driftless.server.store;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A workspace; its row is the lock under which its journal grows. */
@Entity
@Table(name = "workspace")
public class WorkspaceEntity {

  @Id private UUID id;
  private String name;

  @Column(name = "personal_owner")
  private @Nullable UUID personalOwner;

  @Column(name = "storage_account")
  private String storageAccount;

  private String container;

  @Column(name = "head_revision")
  private long headRevision;

  @Column(name = "head_commit")
  private UUID headCommit;

  @Column(name = "floor_revision")
  private long floorRevision;

  @Column(name = "quota_bytes")
  private @Nullable Long quotaBytes;

  @Column(name = "used_bytes")
  private long usedBytes;

  @Column(name = "charged_to")
  private @Nullable UUID chargedTo;

  @Column(name = "audit_sequence")
  private long auditSequence;

  @Column(name = "audit_digest")
  private byte @Nullable [] auditDigest;

  @Column(name = "created_at")
  private Instant createdAt;

  protected WorkspaceEntity() {}

  /**
   * An empty workspace.
   *
   * @param personalOwner whose own it is; null for a shared one
   * @param storageAccount the blob store's account that holds its container
   */
  public WorkspaceEntity(
      WorkspaceId id,
      String name,
      @Nullable AccountId personalOwner,
      String storageAccount,
      String container,
      Instant createdAt) {
    this.id = id.value();
    this.name = name;
    this.personalOwner = personalOwner == null ? null : personalOwner.value();
    this.storageAccount = storageAccount;
    this.container = container;
    this.headCommit = new UUID(0, 0);
    this.createdAt = createdAt;
  }

  public WorkspaceId id() {
    return new WorkspaceId(id);
  }

  public String name() {
    return name;
  }

  /** Gives it another name. */
  public void rename(String newName) {
    this.name = newName;
  }

  public @Nullable AccountId personalOwner() {
    return personalOwner == null ? null : new AccountId(personalOwner);
  }

  public String storageAccount() {
    return storageAccount;
  }

  public String container() {
    return container;
  }

  /** The last revision of the journal. */
  public Revision headRevision() {
    return new Revision(headRevision);
  }

  /** The commit that wrote the last row; all zero before the first. */
  public CommitId headCommit() {
    return new CommitId(headCommit);
  }

  /** The journal's head as a cursor. */
  public Cursor head(ServerEpoch epoch) {
    return new Cursor(epoch, headRevision(), headCommit());
  }

  /** The revision up to which the journal was truncated. */
  public Revision floorRevision() {
    return new Revision(floorRevision);
  }

  /** The quota in bytes; null for the default. */
  public @Nullable Long quotaBytes() {
    return quotaBytes;
  }

  /** What it may hold in bytes, null for the default. */
  public void limitTo(@Nullable Long bytes) {
    this.quotaBytes = bytes;
  }

  /** What counts against the quota, in bytes. */
  public long usedBytes() {
    return usedBytes;
  }

  /** For whose quota it counts; null for nobody's. */
  public @Nullable UUID chargedTo() {
    return chargedTo;
  }

  /** Counts for this account's quota from now on. */
  public void chargeTo(UUID account) {
    this.chargedTo = account;
  }

  void advance(Revision head, CommitId commit, long used) {
    this.headRevision = head.value();
    this.headCommit = commit.value();
    this.usedBytes = used;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The place of the last link in its audit chain; 0 before the first. */
  public long auditSequence() {
    return auditSequence;
  }

  /** The digest of the last link in its audit chain; null before the first. */
  public byte @Nullable [] auditDigest() {
    return auditDigest;
  }

  /** Notes a new last link; under this row's lock. */
  public void chain(long sequence, byte[] digest) {
    this.auditSequence = sequence;
    this.auditDigest = digest;
  }
}
