package io.driftless.web.page;

import io.driftless.protocol.api.Paged;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;

/**
 * Names the next page of a listing in the header {@code Link} (RFC 8288), relative to the call. The
 * header goes out before the body is written: who asks for the next page at once has it made
 * meanwhile.
 */
@Provider
public class NextLinkFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getMethod().equals(HttpMethod.GET)
        && response.getEntity() instanceof Paged page
        && page.nextPage() != null) {
      String query = request.getUriInfo().getRequestUri().getRawQuery();
      String next =
          UriBuilder.fromPath("")
              .replaceQuery(query)
              .replaceQueryParam(Paged.PARAMETER, "{next}")
              .build(page.nextPage())
              .toString();
      response.getHeaders().add(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
    }
  }
}
