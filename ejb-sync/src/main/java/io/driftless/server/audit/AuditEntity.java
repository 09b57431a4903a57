package io.driftless.server.audit;

import io.driftless.protocol.id.Sha256;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A link of an audit chain; written once. */
@Entity
@Table(name = "audit")
@IdClass(AuditEntity.Key.class)
public class AuditEntity {

  @Id
  @Column(name = "scope_id")
  UUID scopeId;

  @Id long sequence;
  Instant at;

  @Column(name = "account_id")
  @Nullable UUID accountId;

  @Column(name = "device_id")
  @Nullable String deviceId;

  String action;
  String detail;

  @Nullable String address;
  @Nullable String result;

  byte[] previous;
  byte[] digest;

  protected AuditEntity() {}

  /**
   * A link.
   *
   * @param scope the workspace or account whose chain it is in
   * @param sequence its place there, from 1
   * @param previous the digest of the link before; all zero for the first
   */
  public AuditEntity(UUID scope, long sequence, Instant at, byte[] previous) {
    this.scopeId = scope;
    this.sequence = sequence;
    this.at = at.truncatedTo(ChronoUnit.MICROS);
    this.previous = previous;
  }

  /** Says who did what, and closes the link with its digest. */
  public byte[] close(AuditActor actor, AuditDeed deed) {
    this.accountId = actor.account() == null ? null : actor.account().value();
    this.deviceId = actor.device() == null ? null : actor.device().value();
    this.address = actor.address();
    this.action = deed.action();
    this.result = deed.result();
    this.detail = deed.detail();
    this.digest = expectedDigest();
    return digest;
  }

  /** The digest that the link has unless somebody changed it: SHA-256 over all that it says. */
  public byte[] expectedDigest() {
    MessageDigest over = Sha256.newDigest();
    over.update(previous);
    ByteBuffer numbers = ByteBuffer.allocate(4 * Long.BYTES);
    numbers.putLong(scopeId.getMostSignificantBits()).putLong(scopeId.getLeastSignificantBits());
    numbers.putLong(sequence).putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at));
    over.update(numbers.array());
    add(over, accountId == null ? "" : accountId.toString());
    add(over, deviceId == null ? "" : deviceId);
    add(over, action);
    add(over, detail);
    if (result != null) { // links of earlier releases end here
      add(over, address == null ? "" : address);
      add(over, result);
    }
    return over.digest();
  }

  private static void add(MessageDigest over, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    over.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    over.update(bytes);
  }

  /** The primary key of a link. */
  public static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    private UUID scopeId;
    private long sequence;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init") // the provider fills the fields
    public Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && Objects.equals(scopeId, key.scopeId)
          && sequence == key.sequence;
    }

    @Override
    public int hashCode() {
      return Objects.hash(scopeId, sequence);
    }
  }
}
