package io.driftless.web.problem;

import io.driftless.protocol.api.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Tells as a problem what the container refuses before JAX-RS sees it, such as a missing token. */
@WebServlet("/problems/failed")
public class FailurePage extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(FailurePage.class.getName());

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    Problem problem = StatusProblems.of(status instanceof Integer code ? code : 404, Map.of());
    if (failure instanceof Throwable thrown) {
      LOG.log(Level.ERROR, "A call failed, told as " + problem.instance(), thrown);
    }
    byte[] body = Problems.bytes(problem);
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setContentLength(body.length);
    response.setHeader("Cache-Control", "no-store");
    if (problem.status() == 401 && response.getHeader("WWW-Authenticate") == null) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"driftless\"");
    }
    response.getOutputStream().write(body);
  }
}
