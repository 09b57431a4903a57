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

/** A version of a file or link; written once. */
@Entity
@Table(name = "version")
@IdClass(VersionEntity.Key.class)
public class VersionEntity {

  @Id
  @Column(name = "workspace_id")
  UUID workspaceId;

  @Id
  @Column(name = "node_id")
  UUID nodeId;

  @Id int number;
  long size;
  byte[] digest;

  @Column(name = "modified_nanos")
  long modifiedNanos;

  boolean executable;
  int profile;

  @Column(name = "link_target")
  @Nullable String linkTarget;

  byte @Nullable [] recipe;

  @Column(name = "recipe_digest")
  byte @Nullable [] recipeDigest;

  int chunks;

  @Column(name = "new_bytes")
  @Nullable Long newBytes;

  @Column(name = "device_id")
  String deviceId;

  @Column(name = "account_id")
  UUID accountId;

  long revision;

  @Column(name = "created_at")
  Instant createdAt;

  /** The primary key of a version. */
  public static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    private UUID workspaceId;
    private UUID nodeId;
    private int number;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init") // the provider fills the fields
    public Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && Objects.equals(workspaceId, key.workspaceId)
          && Objects.equals(nodeId, key.nodeId)
          && number == key.number;
    }

    @Override
    public int hashCode() {
      return Objects.hash(workspaceId, nodeId, number);
    }
  }
}
