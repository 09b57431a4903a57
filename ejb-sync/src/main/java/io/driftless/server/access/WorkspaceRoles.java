package io.driftless.server.access;

import io.driftless.protocol.api.WorkspaceMessages.Role;

/** Roles in words. */
final class WorkspaceRoles {

  private WorkspaceRoles() {}

  static String named(Role role) {
    return switch (role) {
      case OWNER -> "an owner";
      case EDITOR -> "an editor";
      case VIEWER -> "a viewer";
    };
  }

  static String atLeast(Role least) {
    return switch (least) {
      case OWNER -> "an owner";
      case EDITOR -> "an editor or owner";
      case VIEWER -> "a member";
    };
  }
}
