package io.driftless.web.page;

import io.driftless.web.problem.ProblemType;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where the type of a problem leads: all types, with their titles. */
@WebServlet("/problems/*")
public class ProblemPage extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String rows =
        Arrays.stream(ProblemType.values())
            .filter(type -> type.status() > 0)
            .map(
                type ->
                    "<tr id=\"%1$s\"><td><code>%1$s</code></td><td>%2$d</td><td>%3$s</td></tr>"
                        .formatted(type.code(), type.status(), Page.escaped(type.title())))
            .collect(Collectors.joining("\n"));
    Page.write(
        response,
        200,
        "Problems",
        "<p class=\"lead\">What the API refuses is told as problem details (RFC 9457) of these"
            + " types.</p><table><tr><th>type</th><th>status</th><th>meaning</th></tr>"
            + rows
            + "</table>");
  }
}
