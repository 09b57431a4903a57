package io.driftless.web.call;

import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.StatusProblems;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/** Roles that the single sign-on gives to people, whatever they are in workspaces. */
public final class RealmRoles {

  /** Who may look at the audit of everything. */
  public static final String AUDITOR = "auditor";

  /** Who runs the server. */
  public static final String OPERATOR = "operator";

  private RealmRoles() {}

  /** Refuses who has not got the role. */
  public static void require(SecurityContext security, String role) {
    if (!security.isUserInRole(role)) {
      throw new ProblemException(StatusProblems.of(403, Map.of("role", role)));
    }
  }
}
