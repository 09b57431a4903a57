package io.driftless.server.audit;

import io.driftless.protocol.api.AuditMessages.AuditLink;
import io.driftless.protocol.api.AuditMessages.AuditPage;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.WorkspaceAccess;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit of a workspace for its owners. */
@Stateless
public class WorkspaceAudit {

  @EJB private AuditReading reading;
  @Inject private WorkspaceAccess access;

  /** A page of its links, the last first; see {@link AuditReading#page}. */
  public AuditPage page(
      Caller caller,
      WorkspaceId workspace,
      AuditQuery query,
      @Nullable AuditToken page,
      int limit) {
    requireOwner(caller, workspace);
    return reading.page(query.in(workspace.value()), page, limit);
  }

  /** Its links in order; see {@link AuditReading#after}. */
  public List<AuditLink> after(
      Caller caller,
      WorkspaceId workspace,
      AuditQuery query,
      @Nullable AuditLink after,
      int limit) {
    requireOwner(caller, workspace);
    return reading.after(query.in(workspace.value()), after, limit);
  }

  private void requireOwner(Caller caller, WorkspaceId workspace) {
    access.toRead(caller, workspace);
    access.require(caller, workspace, Role.OWNER);
  }
}
