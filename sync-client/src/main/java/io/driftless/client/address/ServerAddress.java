package io.driftless.client.address;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The address of an HTTP server, without a slash at its end: {@code https://}, or {@code http://}
 * when it is this machine's own (RFC 8252 calls that safe; over a network it would show tokens and
 * file names to everybody on the way).
 *
 * @param uri scheme, host, port if any, path if any
 */
public record ServerAddress(URI uri) {

  /**
   * Reads what a person typed; {@code https://} may be left out.
   *
   * @throws BadAddressException when it is no address or a plain one of another machine
   */
  public static ServerAddress of(String typed) throws BadAddressException {
    String text = typed.strip();
    if (!text.contains("://")) {
      text = "https://" + text;
    }
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw unreadable(typed);
    }
    if (uri.getHost() == null || uri.getScheme() == null) {
      throw unreadable(typed);
    }
    if (uri.getQuery() != null || uri.getFragment() != null || uri.getUserInfo() != null) {
      throw new BadAddressException(
          "The server's address has more than a host, a port and a path: '%s'. Leave out what"
                  .formatted(typed)
              + " begins with '?' or '#', and user names.");
    }
    switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> {}
      case "http" -> Loopback.require(uri.getHost(), typed, "https://");
      default ->
          throw new BadAddressException(
              "The server's address must begin with https://, not '" + typed + "'.");
    }
    return new ServerAddress(uri);
  }

  /** The address with a path behind it that begins with a slash. */
  public URI resolve(String pathAndQuery) {
    return URI.create(uri + pathAndQuery);
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static BadAddressException unreadable(String typed) {
    return new BadAddressException(
        "'%s' is no server address. Write it like https://files.example.org.".formatted(typed));
  }
}
