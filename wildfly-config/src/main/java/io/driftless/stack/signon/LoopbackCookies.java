package io.driftless.stack.signon;

import java.net.CookieHandler;
import java.net.HttpCookie;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The cookies of one server on the loopback address. Keycloak marks its cookies as secure there,
 * since browsers take the loopback address for a secure context; Java's own cookie store does not,
 * and would withhold them over HTTP.
 */
final class LoopbackCookies extends CookieHandler {

  private final Map<String, String> values = new LinkedHashMap<>();

  @Override
  public synchronized Map<String, List<String>> get(
      URI address, Map<String, List<String>> requestHeaders) {
    if (values.isEmpty()) {
      return Map.of();
    }
    return Map.of(
        "Cookie",
        List.of(
            values.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "))));
  }

  @Override
  public synchronized void put(URI address, Map<String, List<String>> responseHeaders) {
    responseHeaders.forEach(
        (name, lines) -> {
          if ("Set-Cookie".equalsIgnoreCase(name)) {
            lines.forEach(line -> HttpCookie.parse(line).forEach(this::keep));
          }
        });
  }

  private void keep(HttpCookie cookie) {
    if (cookie.getMaxAge() == 0 || cookie.getValue().isEmpty()) {
      values.remove(cookie.getName());
    } else {
      values.put(cookie.getName(), cookie.getValue());
    }
  }
}
