package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.AuditMessages.AuditPage;
import io.driftless.protocol.api.AuditMessages.AuditReport;
import io.driftless.server.audit.AuditCheck;
import io.driftless.server.audit.AuditQuery;
import io.driftless.server.audit.AuditReading;
import io.driftless.web.call.RealmRoles;
import io.driftless.web.call.RoleNeeded;
import io.driftless.web.call.Scoped;
import io.driftless.web.call.Scopes;
import io.driftless.web.call.SignedIn;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what anywhere, for auditors. */
@SignedIn
@RoleNeeded(RealmRoles.AUDITOR)
@Scoped(Scopes.AUDIT_READ)
@Path("/audit")
@RequestScoped
@Tag(name = "Audit")
public class AuditResource {

  @EJB private AuditReading reading;
  @EJB private AuditCheck check;

  /** The audit of everything. */
  @GET
  @Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "List who did what anywhere",
      description =
          "The last first; for people with the role auditor. A scope, the id of a workspace or an"
              + " account, narrows it down to that chain.")
  public AuditPage all(
      @QueryParam("scope") @Nullable String scope,
      @BeanParam AuditFilter filter,
      @QueryParam("page") @Nullable String page,
      @QueryParam("limit") @Nullable String limit) {
    return reading.page(
        filter.query(scope),
        AuditFilter.page(page),
        PathIds.limit(limit, AuditFilter.USUAL, AuditReading.MOST));
  }

  /** The audit of everything as lines. */
  @GET
  @Path("/export")
  @Produces(AuditLines.MEDIA_TYPE)
  @Operation(
      summary = "Export the audit as JSON lines, chain by chain",
      description = AuditLines.FORM)
  public Response export(
      @QueryParam("scope") @Nullable String scope, @BeanParam AuditFilter filter) {
    AuditQuery query = filter.query(scope);
    return AuditLines.answer(last -> reading.after(query, last, AuditLines.PIECE));
  }

  /** Checks the chains. */
  @GET
  @Path("/check")
  @Produces({MediaType.APPLICATION_JSON, ApiConventions.CBOR})
  @Operation(
      summary = "Check that nobody changed the audit",
      description =
          "Reads every link again and compares the chains with the anchors outside of the"
              + " database; one chain only when a scope is named, without the anchors then.")
  public AuditReport check(@QueryParam("scope") @Nullable String scope) {
    return check.check(AuditFilter.id("scope", scope));
  }
}
