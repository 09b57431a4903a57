package io.driftless.web.tus;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a line or a library lets no other method through, tus clients send POST and name the method
 * that they mean; the protocol asks servers to follow. For uploads only.
 */
@Provider
@PreMatching
public class MethodOverride implements ContainerRequestFilter {

  private static final String HEADER = "X-HTTP-Method-Override";
  private static final Set<String> MEANT = Set.of(HttpMethod.PATCH, HttpMethod.DELETE);
  private static final Pattern UPLOAD = Pattern.compile("/?workspaces/[^/]+/uploads/[^/]+");

  @Override
  public void filter(ContainerRequestContext call) {
    String meant = call.getHeaderString(HEADER);
    if (meant != null
        && MEANT.contains(meant)
        && HttpMethod.POST.equals(call.getMethod())
        && UPLOAD.matcher(call.getUriInfo().getPath()).matches()) {
      call.setMethod(meant);
    }
  }
}
