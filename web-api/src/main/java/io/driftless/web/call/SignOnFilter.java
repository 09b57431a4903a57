package io.driftless.web.call;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.id.DeviceId;
import io.driftless.server.access.Caller;
import io.driftless.server.account.Accounts;
import io.driftless.server.account.Person;
import io.driftless.server.device.Devices;
import io.driftless.server.environment.ServerSettings;
import io.driftless.server.invitation.Joining;
import io.driftless.server.log.LogContext;
import io.driftless.web.problem.ProblemException;
import io.driftless.web.problem.ProblemType;
import io.driftless.web.problem.Problems;
import io.driftless.web.problem.StatusProblems;
import jakarta.annotation.Priority;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Set;

/**
 * Turns the checked token of a {@link SignedIn} call into the caller, makes the account at the
 * first call, and renews the lease of the device that the call names: the token proves that the
 * single sign-on still lets the person in.
 */
@SignedIn
@Provider
@Priority(Priorities.AUTHORIZATION)
public class SignOnFilter implements ContainerRequestFilter {

  @EJB private Accounts accounts;
  @EJB private Devices devices;
  @EJB private Joining joining;
  @Inject private CurrentCaller current;
  @Inject private CallRates rates;
  @Inject private ServerSettings settings;
  @Context private HttpServletRequest request;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext call) {
    Person person = Tokens.person(call.getSecurityContext().getUserPrincipal());
    if (person == null) {
      throw new ProblemException(StatusProblems.of(401, Map.of()));
    }
    SecurityContext security = call.getSecurityContext();
    requireRole(security, RealmRoles.USER);
    checkScope(call);
    RoleNeeded role = Annotated.of(resource, RoleNeeded.class);
    if (role != null) {
      requireRole(security, role.value());
    }
    String address = request.getRemoteAddr();
    Accounts.SignedIn account = accounts.signedIn(person, address);
    Integer limit = account.callsPerMinute();
    rates.count(
        account.account(), limit == null ? settings.callsPerMinute() : limit, System.nanoTime());
    Caller caller = new Caller(account.account(), person.username(), null, address);
    current.is(caller);
    LogContext about =
        LogFilter.of(request)
            .with(LogContext.Id.ACCOUNT, account.account())
            .with(
                LogContext.Id.WORKSPACE,
                call.getUriInfo().getPathParameters().getFirst("workspace"));
    if (person.email() != null) {
      joining.join(caller, person.email());
    }
    current.tokenEnds(Tokens.until(call.getSecurityContext().getUserPrincipal()));
    String named = call.getHeaderString(ApiConventions.DEVICE_HEADER);
    if (named != null) {
      DeviceId device = device(named);
      devices.renew(caller, device);
      current.is(caller.at(device));
      about.with(LogContext.Id.DEVICE, device.value());
    }
  }

  private static void requireRole(SecurityContext security, String role) {
    if (!security.isUserInRole(role)) {
      throw new ProblemException(StatusProblems.of(403, Map.of("role", role)));
    }
  }

  private void checkScope(ContainerRequestContext call) {
    Set<String> held = Tokens.scopes(call.getSecurityContext().getUserPrincipal());
    String needed = Scopes.needed(call.getMethod(), Annotated.of(resource, Scoped.class));
    if (!held.isEmpty() && !held.contains(needed)) {
      throw new ProblemException(
          Problems.of(
              ProblemType.SCOPE_NEEDED,
              "The token lacks the scope '%s'.".formatted(needed),
              Map.of("scope", needed)));
    }
  }

  private static DeviceId device(String named) {
    try {
      return new DeviceId(named);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problems.of(
              ProblemType.INVALID,
              "The header %s names no device: %s"
                  .formatted(ApiConventions.DEVICE_HEADER, e.getMessage()),
              Map.of("field", ApiConventions.DEVICE_HEADER)));
    }
  }
}
