package io.driftless.server.store;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.WorkspaceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Who may do what in a workspace. */
@Entity
@Table(name = "membership")
@IdClass(MembershipEntity.Key.class)
public class MembershipEntity {

  @Id
  @Column(name = "workspace_id")
  private UUID workspaceId;

  @Id
  @Column(name = "account_id")
  private UUID accountId;

  @Enumerated(EnumType.STRING)
  private Role role;

  @Column(name = "created_at")
  private Instant createdAt;

  protected MembershipEntity() {}

  /** A new member. */
  public MembershipEntity(WorkspaceId workspace, AccountId account, Role role, Instant createdAt) {
    this.workspaceId = workspace.value();
    this.accountId = account.value();
    this.role = role;
    this.createdAt = createdAt;
  }

  public WorkspaceId workspace() {
    return new WorkspaceId(workspaceId);
  }

  public AccountId account() {
    return new AccountId(accountId);
  }

  public Role role() {
    return role;
  }

  /** Gives the member another role. */
  public void become(Role newRole) {
    this.role = newRole;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** The primary key of a membership. */
  public static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    private UUID workspaceId;
    private UUID accountId;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway.Init") // the provider fills the fields
    public Key() {}

    /** The membership of this account in this workspace. */
    public Key(WorkspaceId workspace, AccountId account) {
      this.workspaceId = workspace.value();
      this.accountId = account.value();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && Objects.equals(workspaceId, key.workspaceId)
          && Objects.equals(accountId, key.accountId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(workspaceId, accountId);
    }
  }
}
