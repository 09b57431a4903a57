package io.driftless.web.page;

import io.driftless.server.environment.ServerSettings;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The API for people: a frame for the script that reads the served description and lays it out. It
 * loads nothing from any other host.
 */
@WebServlet({"/reference", "/reference/"})
public class ReferencePage extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final String FRAME =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Driftless API</title>
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <link rel="stylesheet" href="reference.css">
      <script type="module" src="reference.js"></script></head>
      <body><main id="main">
      <noscript>This page needs JavaScript. The same as <a href="../openapi">OpenAPI</a>.</noscript>
      </main></body></html>
      """;

  @Inject private transient ServerSettings settings;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getRequestURI().endsWith("/")) {
      response.sendRedirect(settings.publicUrl() + "/reference/");
      return;
    }
    byte[] bytes = FRAME.getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/html;charset=UTF-8");
    response.setContentLength(bytes.length);
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getOutputStream().write(bytes);
  }
}
