package io.driftless.protocol.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.InvitationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls about invitations. Times are as in RFC 3339. */
public final class InvitationMessages {

  private InvitationMessages() {}

  /** What became of an invitation. */
  public enum InvitationState {
    /** It waits for whoever has the address. */
    @JsonProperty("open")
    OPEN,
    /** Who made it is no owner any more, so it lets nobody in. */
    @JsonProperty("lapsed")
    LAPSED,
    /** Its time is over. */
    @JsonProperty("expired")
    EXPIRED,
    /** Whoever has the address signed in and is, or was, a member. */
    @JsonProperty("accepted")
    ACCEPTED
  }

  /**
   * {@code POST /api/v1/workspaces/{w}/invitations}: invites whoever the sign-on knows by a mail
   * address.
   *
   * @param days for how long; null for 14
   */
  public record NewInvitation(String address, Role role, @Nullable Integer days) {}

  /**
   * An invitation as the workspace's owners see it.
   *
   * @param by who made it
   */
  public record InvitationInfo(
      InvitationId invitation,
      String address,
      Role role,
      InvitationState state,
      String by,
      String created,
      String expires) {}

  /** {@code GET /api/v1/workspaces/{w}/invitations}: the last made first. */
  public record InvitationList(List<InvitationInfo> invitations) {
    public InvitationList {
      invitations = List.copyOf(invitations);
    }
  }
}
