package io.driftless.web.page;

import io.driftless.server.environment.ServerSettings;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What a person sees who opens the server's address in a browser. */
@WebServlet("")
public class LandingPage extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject private transient ServerSettings settings;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Page.write(
        response,
        200,
        "Driftless",
        """
        <p class="lead">This server keeps folders the same on every device of its people, with every
        version kept.</p>
        <h2>Connect a device</h2>
        <pre>driftless login %1$s
        driftless init FOLDER
        driftless sync</pre>
        <p>You sign in with your organisation's account; the device never sees your password.</p>
        <h2>Build on it</h2>
        <ul>
        <li><a href="reference/">The API</a>, call by call, and <a href="openapi">as OpenAPI</a></li>
        <li><a href="api/v1/connect">Where the parts of this server are</a></li>
        </ul>
        <h2>Look after it</h2>
        <ul>
        <li><a href="operations/">The console</a> for its operators</li>
        </ul>
        """
            .formatted(Page.escaped(settings.publicUrl().toString())));
  }
}
