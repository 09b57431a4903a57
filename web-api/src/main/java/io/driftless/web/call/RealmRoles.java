package io.driftless.web.call;

/** Roles that the single sign-on gives to people, whatever they are in workspaces. */
public final class RealmRoles {

  /** Who may look at the audit of everything. */
  public static final String AUDITOR = "auditor";

  /** Who runs the server. */
  public static final String OPERATOR = "operator";

  /** Whoever may call at all. */
  static final String USER = "user";

  private RealmRoles() {}
}
