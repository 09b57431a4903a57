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

/** A journal row; written once. */
@Entity
@Table(name = "journal")
@IdClass(JournalEntity.Key.class)
public class JournalEntity {

  @Id
  @Column(name = "workspace_id")
  UUID workspaceId;

  @Id long revision;

  @Column(name = "node_id")
  UUID nodeId;

  @Column(name = "parent_id")
  UUID parentId;

  String name;
  short kind;
  int version;
  boolean deleted;

  @Column(name = "commit_id")
  UUID commitId;

  @Column(name = "device_id")
  String deviceId;

  @Column(name = "account_id")
  UUID accountId;

  @Column(name = "applied_at")
  Instant appliedAt;

  /** The primary key of a journal row. */
  public static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    private UUID workspaceId;
    private long revision;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init") // the provider fills the fields
    public Key() {}

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && Objects.equals(workspaceId, key.workspaceId)
          && revision == key.revision;
    }

    @Override
    public int hashCode() {
      return Objects.hash(workspaceId, revision);
    }
  }
}
