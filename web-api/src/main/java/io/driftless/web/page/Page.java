package io.driftless.web.page;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The frame of every page for people; it loads nothing from anywhere and runs no script. */
public final class Page {

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#17212b;--paper:#fff;--soft:#5b6b7a;--line:#d9e0e6;--tint:#0b6bcb}
      @media(prefers-color-scheme:dark){:root{--ink:#e8edf2;--paper:#12181e;--soft:#9fb0bf;--line:#2b3742;--tint:#6db3ff}}
      body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,sans-serif}
      main{max-width:42rem;margin:12vh auto 4rem;padding:0 1.5rem}
      h1{font-size:2.6rem;letter-spacing:-.03em;margin:0 0 .5rem}h2{font-size:1.1rem;margin:2.2rem 0 .5rem}
      .lead{color:var(--soft);font-size:1.2rem;margin:0}a{color:var(--tint)}
      pre{border:1px solid var(--line);border-radius:.5rem;padding:1rem;overflow-x:auto}
      code,pre{font:.9em/1.6 ui-monospace,monospace}
      table{border-collapse:collapse;width:100%;margin-top:2rem}
      th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line)}""";

  private Page() {}

  static void write(HttpServletResponse response, int status, String title, String body)
      throws IOException {
    write(response, status, new Content(title, "", body));
  }

  /**
   * What is on a page.
   *
   * @param title as plain text
   * @param style CSS beside that of all pages
   * @param body HTML below the title
   */
  public record Content(String title, String style, String body) {}

  /** Answers with a page. */
  public static void write(HttpServletResponse response, int status, Content content)
      throws IOException {
    String page =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <style>%2$s</style></head>
        <body><main><h1>%1$s</h1>
        %3$s
        </main></body></html>
        """
            .formatted(escaped(content.title()), STYLE + content.style(), content.body());
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/html;charset=UTF-8");
    response.setContentLength(bytes.length);
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none';"
            + " base-uri 'none'");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getOutputStream().write(bytes);
  }

  /** Text as it stands in HTML, between tags or in quotes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
