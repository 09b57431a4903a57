package io.driftless.server.environment;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of this server, all from environment variables {@code DRIFTLESS_*}
 * (docs/operations.md).
 *
 * @param publicUrl the HTTP server as clients see it
 * @param brokerUrl the broker as clients see it
 * @param issuer the single sign-on's address
 * @param deviceClientId the client id there for devices
 * @param lease how long the broker lets a device in after its last signed-in call
 * @param uncommittedLimitBytes how much of a workspace may be uploaded without being committed
 * @param corsOrigins whose pages may call the API from a browser
 * @param uploads the folder for what has arrived of resumable uploads; nodes may share one
 * @param workspaceQuotaBytes what a workspace may hold unless somebody says otherwise; null for no
 *     limit
 * @param accountQuotaBytes the same for all workspaces that count for a person
 * @param callsPerMinute how often an account may call each node of the server, unless somebody says
 *     otherwise
 * @param webhookHosts which hosts webhooks may be on
 */
public record ServerSettings(
    URI publicUrl,
    URI brokerUrl,
    String issuer,
    String deviceClientId,
    Duration lease,
    long uncommittedLimitBytes,
    Path uploads,
    Set<String> corsOrigins,
    @Nullable Long workspaceQuotaBytes,
    @Nullable Long accountQuotaBytes,
    int callsPerMinute,
    Set<String> webhookHosts) {

  public ServerSettings {
    corsOrigins = Set.copyOf(corsOrigins);
    webhookHosts = Set.copyOf(webhookHosts);
  }

  /** 200 a second: far beyond what a person's devices and portals need. */
  private static final int DEFAULT_CALLS_PER_MINUTE = 12_000;

  private static final long DAY_SECONDS = 24 * 60 * 60;

  /** 256 GiB: a single file is uploaded whole before its commit. */
  private static final long DEFAULT_UNCOMMITTED_BYTES = 256L << 30;

  /**
   * Reads the variables; those without a value get their default, which suits a server on this
   * machine.
   *
   * @throws IllegalArgumentException when a value makes no sense; the message names the variable
   */
  public static ServerSettings from(Map<String, String> environment) {
    String publicUrl = environment.getOrDefault("DRIFTLESS_PUBLIC_URL", "http://127.0.0.1:8080");
    URI base = uri("DRIFTLESS_PUBLIC_URL", publicUrl);
    String brokerUrl = environment.getOrDefault("DRIFTLESS_BROKER_URL", brokerBehind(base));
    return new ServerSettings(
        base,
        uri("DRIFTLESS_BROKER_URL", brokerUrl),
        environment.getOrDefault("DRIFTLESS_OIDC_ISSUER", "http://127.0.0.1:8180/realms/driftless"),
        environment.getOrDefault("DRIFTLESS_OIDC_CLIENT_ID", "driftless-client"),
        Duration.ofSeconds(positive(environment, "DRIFTLESS_LEASE_SECONDS", DAY_SECONDS)),
        positive(environment, "DRIFTLESS_UNCOMMITTED_LIMIT_BYTES", DEFAULT_UNCOMMITTED_BYTES),
        Path.of(environment.getOrDefault("DRIFTLESS_UPLOADS", besideTheServer("uploads"))),
        listed(environment.getOrDefault("DRIFTLESS_CORS_ORIGINS", "")),
        optional(environment, "DRIFTLESS_WORKSPACE_QUOTA_BYTES"),
        optional(environment, "DRIFTLESS_ACCOUNT_QUOTA_BYTES"),
        (int)
            Math.min(
                positive(environment, "DRIFTLESS_CALLS_PER_MINUTE", DEFAULT_CALLS_PER_MINUTE),
                Integer.MAX_VALUE),
        listed(environment.getOrDefault("DRIFTLESS_WEBHOOK_HOSTS", "")));
  }

  private static Set<String> listed(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.toSet());
  }

  /** A folder of the server's data; of the temporary folder where there is no server. */
  private static String besideTheServer(String name) {
    String data = System.getProperty("jboss.server.data.dir", System.getProperty("java.io.tmpdir"));
    return Path.of(data, "driftless-" + name).toString();
  }

  /** The broker listens on the port of the HTTP server and shares its encryption. */
  private static String brokerBehind(URI base) {
    boolean secure = "https".equals(base.getScheme());
    int port = base.getPort() != -1 ? base.getPort() : secure ? 443 : 80;
    return (secure ? "ssl" : "tcp") + "://" + base.getHost() + ":" + port;
  }

  private static URI uri(String name, String value) {
    try {
      URI uri = URI.create(value);
      if (uri.getScheme() != null && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is no address: " + value, e);
    }
    throw new IllegalArgumentException(name + " is no address: " + value);
  }

  private static @Nullable Long optional(Map<String, String> environment, String name) {
    long value = positive(environment, name, 0);
    return value == 0 ? null : value;
  }

  private static long positive(Map<String, String> environment, String name, long otherwise) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value.strip());
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is no number: " + value, e);
    }
    throw new IllegalArgumentException(name + " has to be above 0, not " + value);
  }
}
