package io.driftless.server.store;

import io.driftless.protocol.id.AccountId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person known to the single sign-on. */
@Entity
@Table(name = "account")
public class AccountEntity {

  @Id private UUID id;
  private String issuer;
  private String subject;
  private String username;

  @Column(name = "display_name")
  private @Nullable String displayName;

  private @Nullable String email;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "disabled_at")
  private @Nullable Instant disabledAt;

  @Column(name = "quota_bytes")
  private @Nullable Long quotaBytes;

  @Column(name = "calls_per_minute")
  private @Nullable Integer callsPerMinute;

  @Column(name = "audit_sequence")
  private long auditSequence;

  @Column(name = "audit_digest")
  private byte @Nullable [] auditDigest;

  protected AccountEntity() {}

  /** An account not seen before. */
  public AccountEntity(
      AccountId id, String issuer, String subject, String username, Instant createdAt) {
    this.id = id.value();
    this.issuer = issuer;
    this.subject = subject;
    this.username = username;
    this.createdAt = createdAt;
  }

  public AccountId id() {
    return new AccountId(id);
  }

  public String issuer() {
    return issuer;
  }

  public String subject() {
    return subject;
  }

  public String username() {
    return username;
  }

  /** Takes the names that the single sign-on tells now. */
  public void rename(
      String newUsername, @Nullable String newDisplayName, @Nullable String newEmail) {
    this.username = newUsername;
    this.displayName = newDisplayName;
    this.email = newEmail;
  }

  public @Nullable String displayName() {
    return displayName;
  }

  public @Nullable String email() {
    return email;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public @Nullable Instant disabledAt() {
    return disabledAt;
  }

  /** Shuts the account out, or lets it in again with null. */
  public void disable(@Nullable Instant since) {
    this.disabledAt = since;
  }

  /** What they may hold in bytes, null for the default. */
  public void limitTo(@Nullable Long bytes) {
    this.quotaBytes = bytes;
  }

  /** How often they may call in a minute; null for the default. */
  public @Nullable Integer callsPerMinute() {
    return callsPerMinute;
  }

  /** How often they may call in a minute, null for the default. */
  public void limitCallsTo(@Nullable Integer perMinute) {
    this.callsPerMinute = perMinute;
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
