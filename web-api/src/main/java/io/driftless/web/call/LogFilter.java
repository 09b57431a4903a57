package io.driftless.web.call;

import io.driftless.server.log.LogContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import java.io.IOException;

/** Ends with each call what the lines of the log are about; the sign-on says it. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class LogFilter implements Filter {

  private static final String CONTEXT = LogFilter.class.getName();

  /** The context of a call. */
  static LogContext of(ServletRequest request) {
    return request.getAttribute(CONTEXT) instanceof LogContext context
        ? context
        : LogContext.open();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try (LogContext context = LogContext.open()) {
      request.setAttribute(CONTEXT, context);
      chain.doFilter(request, response);
    }
  }
}
