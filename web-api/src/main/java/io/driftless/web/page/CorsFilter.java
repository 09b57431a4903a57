package io.driftless.web.page;

import io.driftless.server.environment.ServerSettings;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets pages of the listed origins call the API from a browser (Fetch standard, CORS). No cookie is
 * ever taken, so none is allowed. An answer to a call without a valid token comes from before this
 * filter; a page of another origin can't read it.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class CorsFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String HEADERS =
      "Authorization, Content-Type, Accept, Range, If-Match, If-None-Match, If-Range,"
          + " Idempotency-Key, Last-Event-ID, Tus-Resumable, Upload-Length, Upload-Metadata,"
          + " Upload-Offset, Upload-Checksum, X-HTTP-Method-Override, X-Requested-With";
  private static final String EXPOSED =
      "ETag, Link, Location, Content-Range, Content-Disposition, Retry-After, Tus-Resumable,"
          + " Upload-Length, Upload-Offset, Upload-Expires, Driftless-Node";

  @Inject private transient ServerSettings settings;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain rest)
      throws IOException, ServletException {
    String origin = request.getHeader("Origin");
    if (origin == null || !settings.corsOrigins().contains(origin)) {
      rest.doFilter(request, response);
      return;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.addHeader("Vary", "Origin");
    response.setHeader("Access-Control-Expose-Headers", EXPOSED);
    if (request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null) {
      response.setHeader("Access-Control-Allow-Methods", METHODS);
      response.setHeader("Access-Control-Allow-Headers", HEADERS);
      response.setHeader("Access-Control-Max-Age", "600");
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    rest.doFilter(request, response);
  }
}
