package io.driftless.server.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
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
  byte[] previous;
  byte[] digest;

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
