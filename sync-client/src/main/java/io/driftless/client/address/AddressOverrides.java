package io.driftless.client.address;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Addresses to use instead of those that the server tells, for proxies. Each is an environment
 * variable or, stronger, a system property.
 *
 * @param server instead of the address given at login; {@code DRIFTLESS_SERVER_URL}, {@code
 *     driftless.server.url}
 * @param broker instead of the broker's; {@code DRIFTLESS_BROKER_URL}, {@code driftless.broker.url}
 * @param blob scheme, host and port instead of the blob store's; {@code DRIFTLESS_BLOB_URL}, {@code
 *     driftless.blob.url}
 * @param oidc scheme, host and port instead of the sign-on's; {@code DRIFTLESS_OIDC_URL}, {@code
 *     driftless.oidc.url}
 */
public record AddressOverrides(
    @Nullable ServerAddress server,
    @Nullable BrokerAddress broker,
    @Nullable ServerAddress blob,
    @Nullable ServerAddress oidc) {

  /** None. */
  public static final AddressOverrides NONE = new AddressOverrides(null, null, null, null);

  /**
   * Reads them.
   *
   * @throws BadAddressException when one is set and can't be used; the message names it
   */
  public static AddressOverrides of(Map<String, String> environment) throws BadAddressException {
    String broker = value(environment, "BROKER");
    return new AddressOverrides(
        server(environment, "SERVER"),
        broker == null ? null : BrokerAddress.of(broker),
        server(environment, "BLOB"),
        server(environment, "OIDC"));
  }

  /** The address with the overriding one's scheme, host and port in front of its own path. */
  public static String replaceAuthority(String address, @Nullable ServerAddress by) {
    if (by == null) {
      return address;
    }
    URI uri = URI.create(address);
    String query = uri.getRawQuery();
    return by + uri.getRawPath() + (query == null ? "" : "?" + query);
  }

  private static @Nullable ServerAddress server(Map<String, String> environment, String part)
      throws BadAddressException {
    String value = value(environment, part);
    return value == null ? null : ServerAddress.of(value);
  }

  private static @Nullable String value(Map<String, String> environment, String part) {
    String property =
        System.getProperty("driftless." + part.toLowerCase(java.util.Locale.ROOT) + ".url");
    String value = property != null ? property : environment.get("DRIFTLESS_" + part + "_URL");
    return value == null || value.isBlank() ? null : value;
  }
}
