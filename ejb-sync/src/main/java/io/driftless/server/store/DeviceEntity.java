package io.driftless.server.store;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.DeviceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An enrolled device, or the virtual one that carries an account's commits over HTTP. */
@Entity
@Table(name = "device")
public class DeviceEntity {

  /** What a virtual device has instead of a digest; no secret hashes to it. */
  private static final String NO_SECRET = "none";

  @Id private String id;

  @Column(name = "account_id")
  private UUID accountId;

  private String name;
  private String platform;
  private boolean virtual;

  @Column(name = "secret_hash")
  private String secretHash;

  @Column(name = "lease_until")
  private Instant leaseUntil;

  @Column(name = "revoked_at")
  private @Nullable Instant revokedAt;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "last_seen_at")
  private @Nullable Instant lastSeenAt;

  @Column(name = "last_sequence", insertable = false, updatable = false)
  private long lastSequence;

  @Column(name = "answered_through", insertable = false, updatable = false)
  private long answeredThrough;

  protected DeviceEntity() {}

  private DeviceEntity(DeviceId id, AccountId account, String name, String platform, Instant now) {
    this.id = id.value();
    this.accountId = account.value();
    this.name = name;
    this.platform = platform;
    this.createdAt = now;
  }

  /**
   * A device that a person enrolls; give it a lease with {@link #renewLease}.
   *
   * @param secretHash the hex SHA-256 of the secret's text
   */
  public static DeviceEntity enrolled(
      DeviceId id,
      AccountId account,
      String name,
      String platform,
      String secretHash,
      Instant now) {
    DeviceEntity device = new DeviceEntity(id, account, name, platform, now);
    device.secretHash = secretHash;
    device.leaseUntil = now;
    device.lastSeenAt = now;
    return device;
  }

  /** The device as which the HTTP API commits for an account; the broker never lets it in. */
  public static DeviceEntity virtual(DeviceId id, AccountId account, Instant now) {
    DeviceEntity device = new DeviceEntity(id, account, "web", "web", now);
    device.virtual = true;
    device.secretHash = NO_SECRET;
    device.leaseUntil = Instant.EPOCH;
    return device;
  }

  public DeviceId id() {
    return new DeviceId(id);
  }

  public AccountId account() {
    return new AccountId(accountId);
  }

  public String name() {
    return name;
  }

  public String platform() {
    return platform;
  }

  public boolean isVirtual() {
    return virtual;
  }

  public Instant leaseUntil() {
    return leaseUntil;
  }

  /** Lets the device in until then. */
  public void renewLease(Instant until, Instant now) {
    this.leaseUntil = until;
    this.lastSeenAt = now;
  }

  public @Nullable Instant revokedAt() {
    return revokedAt;
  }

  /** Shuts the device out for good. */
  public void revoke(Instant now) {
    this.revokedAt = now;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public @Nullable Instant lastSeenAt() {
    return lastSeenAt;
  }

  /** The highest sequence of a commit of this device. */
  public long lastSequence() {
    return lastSequence;
  }

  /** The last sequence whose answer the device has kept; it may not come again. */
  public long answeredThrough() {
    return answeredThrough;
  }
}
