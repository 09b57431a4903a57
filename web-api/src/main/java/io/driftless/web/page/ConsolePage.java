package io.driftless.web.page;

import io.driftless.server.environment.ServerSettings;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The operator's console: a frame for the script that signs a person in at the single sign-on (code
 * flow with PKCE) and calls the API with the token. The frame holds nothing that is not public.
 */
@WebServlet({"/operations", "/operations/"})
public class ConsolePage extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** The single sign-on's client for it: public, for the address of this page only. */
  private static final String CLIENT = "driftless-console";

  @Inject private transient ServerSettings settings;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getRequestURI().endsWith("/")) {
      response.sendRedirect(settings.publicUrl() + "/operations/");
      return;
    }
    String page =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Driftless operations</title>
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <link rel="stylesheet" href="console.css">
        <script type="module" src="console.js"></script></head>
        <body data-issuer="%s" data-client="%s"><main id="main">
        <noscript>The console needs JavaScript. The same can be done over the API.</noscript>
        </main></body></html>
        """
            .formatted(Page.escaped(settings.issuer()), CLIENT);
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/html;charset=UTF-8");
    response.setContentLength(bytes.length);
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' %s;"
                .formatted(origin(settings.issuer()))
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getOutputStream().write(bytes);
  }

  private static String origin(String address) {
    URI uri = URI.create(address);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
