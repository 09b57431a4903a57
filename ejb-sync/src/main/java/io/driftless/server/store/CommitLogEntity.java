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

/** A commit that took effect, with the answer that its sender gets however often it asks. */
@Entity
@Table(name = "commit_log")
@IdClass(CommitLogEntity.Key.class)
public class CommitLogEntity {

  @Id
  @Column(name = "device_id")
  String deviceId;

  @Id
  @Column(name = "commit_id")
  UUID commitId;

  long sequence;

  @Column(name = "workspace_id")
  UUID workspaceId;

  @Column(name = "request_digest")
  byte[] requestDigest;

  byte[] answer;

  @Column(name = "applied_at")
  Instant appliedAt;

  /** The primary key of a commit. */
  public static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    private String deviceId;
    private UUID commitId;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init") // the provider fills the fields
    public Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && Objects.equals(deviceId, key.deviceId)
          && Objects.equals(commitId, key.commitId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(deviceId, commitId);
    }
  }
}
