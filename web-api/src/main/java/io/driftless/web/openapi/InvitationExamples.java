package io.driftless.web.openapi;

import io.driftless.protocol.api.InvitationMessages.InvitationInfo;
import io.driftless.protocol.api.InvitationMessages.InvitationList;
import io.driftless.protocol.api.InvitationMessages.InvitationState;
import io.driftless.protocol.api.InvitationMessages.NewInvitation;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.InvitationId;
import java.util.List;
import java.util.Map;

/** Bodies of the calls about invitations. */
final class InvitationExamples {

  private static final String ALL = "/workspaces/{workspace}/invitations";
  private static final String ADDRESS = "grace@example.org";
  private static final InvitationInfo INVITATION =
      new InvitationInfo(
          InvitationId.of("018f2f6e-7777-4000-8000-000000000051"),
          ADDRESS,
          Role.EDITOR,
          InvitationState.OPEN,
          "ada",
          "2026-01-01T12:00:00Z",
          "2026-01-15T12:00:00Z");

  static final Map<String, Object> REQUESTS =
      Map.of("POST " + ALL, new NewInvitation(ADDRESS, Role.EDITOR, 14));
  static final Map<String, Object> ANSWERS =
      Map.of("GET " + ALL, new InvitationList(List.of(INVITATION)), "POST " + ALL, INVITATION);

  private InvitationExamples() {}
}
