package io.driftless.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;

/** Bodies of {@code /api/v1/workspaces} and {@code /api/v1/heads}. */
public final class WorkspaceMessages {

  private WorkspaceMessages() {}

  /** What a member may do. */
  public enum Role {
    /** Everything, members and retention included. */
    @JsonProperty("owner")
    OWNER,
    /** Read and write. */
    @JsonProperty("editor")
    EDITOR,
    /** Read. */
    @JsonProperty("viewer")
    VIEWER
  }

  /**
   * A workspace that the caller is a member of.
   *
   * @param name what people call it
   * @param role the caller's
   * @param personal whether it is the caller's own, made with the account
   * @param head the journal's head
   */
  public record WorkspaceInfo(
      WorkspaceId workspace, String name, Role role, boolean personal, Cursor head) {}

  /** {@code GET /api/v1/workspaces}: the caller's workspaces, the personal one first. */
  public record WorkspaceList(List<WorkspaceInfo> workspaces) {
    public WorkspaceList {
      workspaces = List.copyOf(workspaces);
    }
  }

  /**
   * {@code POST /api/v1/workspaces}: makes a workspace owned by the caller.
   *
   * @param name 1 to 100 characters
   */
  public record NewWorkspace(String name) {}

  /** A member: who, and what they may do. */
  public record Member(AccountId account, String username, Role role) {}

  /** {@code GET /api/v1/workspaces/{w}/members}. */
  public record MemberList(List<Member> members) {
    public MemberList {
      members = List.copyOf(members);
    }
  }

  /**
   * {@code PUT /api/v1/workspaces/{w}/members/{username}}: adds a member or changes the role;
   * owners only.
   */
  public record MemberRole(Role role) {}

  /** The head of one workspace. */
  public record Head(WorkspaceId workspace, Cursor cursor) {}

  /** {@code GET /api/v1/heads}: the heads of all workspaces of the caller in one call. */
  public record Heads(List<Head> heads) {
    public Heads {
      heads = List.copyOf(heads);
    }
  }
}
