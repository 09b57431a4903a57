package io.driftless.client.address;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the message broker listens: {@code ssl://host:port}, or {@code tcp://host:port} on this
 * machine. The line begins as HTTP and is upgraded, as WildFly and web proxies want it; {@code
 * ?httpUpgradeEnabled=false} behind the port leaves that out, for a broker that stands alone.
 *
 * @param host as in the address, an IPv6 address in brackets
 * @param port 1 to 65535
 * @param encrypted whether it is {@code ssl://}
 * @param upgraded whether it begins as HTTP
 */
public record BrokerAddress(String host, int port, boolean encrypted, boolean upgraded) {

  private static final String PLAIN = "httpUpgradeEnabled=false";

  /**
   * Reads the address that a server told or a test put in its place.
   *
   * @throws BadAddressException when it is no such address or a plain one of another machine
   */
  public static BrokerAddress of(String text) throws BadAddressException {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw unreadable(text);
    }
    boolean encrypted = "ssl".equals(uri.getScheme());
    if ((!encrypted && !"tcp".equals(uri.getScheme()))
        || uri.getHost() == null
        || uri.getPort() < 1
        || (uri.getQuery() != null && !uri.getQuery().equals(PLAIN))) {
      throw unreadable(text);
    }
    if (!encrypted) {
      Loopback.require(uri.getHost(), text, "ssl://");
    }
    return new BrokerAddress(uri.getHost(), uri.getPort(), encrypted, uri.getQuery() == null);
  }

  @Override
  public String toString() {
    return (encrypted ? "ssl://" : "tcp://") + host + ":" + port + (upgraded ? "" : "?" + PLAIN);
  }

  private static BadAddressException unreadable(String text) {
    return new BadAddressException(
        "'%s' is no broker address. It has to read ssl://HOST:PORT.".formatted(text));
  }
}
