package io.driftless.stack;

import io.driftless.stack.StackSettings.PortName;
import io.driftless.stack.StackSettings.SecretName;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where everything is, for clients, servers and people. All follow from the settings, so they never
 * change over a restart; what the folder's owner overrides wins.
 */
public final class Addresses {

  private static final String REALM = "/realms/driftless";
  private static final String LOOPBACK = "127.0.0.1";

  private final StackSettings settings;

  Addresses(StackSettings settings) {
    this.settings = settings;
  }

  /** The HTTP API as clients see it. */
  public String server() {
    return overridden("DRIFTLESS_PUBLIC_URL", http(PortName.WILDFLY_HTTP));
  }

  /** The broker as clients see it: CORE by HTTP upgrade. */
  public String broker() {
    return overridden(
        "DRIFTLESS_BROKER_URL", "tcp://" + LOOPBACK + ":" + settings.port(PortName.WILDFLY_HTTP));
  }

  /** WildFly's management with {@code /health} and {@code /prometheus}. */
  public String management() {
    return http(PortName.WILDFLY_MANAGEMENT);
  }

  /** The realm's address, and the issuer of its tokens. */
  public String issuer() {
    return overridden("DRIFTLESS_OIDC_ISSUER", http(PortName.KEYCLOAK) + REALM);
  }

  /** Keycloak's own address as browsers see it: the issuer without the realm. */
  public String signOn() {
    String issuer = issuer();
    return issuer.endsWith(REALM) ? issuer.substring(0, issuer.length() - REALM.length()) : issuer;
  }

  /** The blob endpoint as clients see it, with the account's name. */
  public String blob() {
    return overridden("DRIFTLESS_BLOB_PUBLIC_URL", http(PortName.AZURITE) + "/driftless");
  }

  /** The server's own connection to the blob store. */
  public String blobConnection() {
    return overridden(
        "DRIFTLESS_BLOB_CONNECTION",
        "DefaultEndpointsProtocol=http;AccountName=driftless;AccountKey="
            + settings.secret(SecretName.BLOB_KEY)
            + ";BlobEndpoint="
            + http(PortName.AZURITE)
            + "/driftless;");
  }

  /** The database, for JDBC. */
  public String database() {
    return jdbc("driftless");
  }

  /** The database that PostgreSQL always has. */
  public String adminDatabase() {
    return jdbc("postgres");
  }

  /** The environment of WildFly. */
  public Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("DRIFTLESS_DB_HOST", LOOPBACK);
    variables.put("DRIFTLESS_DB_PORT", Integer.toString(settings.port(PortName.POSTGRES)));
    variables.put("DRIFTLESS_DB_NAME", "driftless");
    variables.put("DRIFTLESS_DB_USER", "driftless");
    variables.put("DRIFTLESS_DB_PASSWORD", settings.secret(SecretName.DATABASE));
    variables.put("DRIFTLESS_OIDC_ISSUER", issuer());
    variables.put("DRIFTLESS_PUBLIC_URL", server());
    variables.put("DRIFTLESS_BROKER_URL", broker());
    variables.put("DRIFTLESS_BLOB_CONNECTION", blobConnection());
    variables.put("DRIFTLESS_BLOB_PUBLIC_URL", blob());
    variables.put("DRIFTLESS_NODE_ID", settings.nodeId());
    variables.putAll(settings.environment());
    return variables;
  }

  private String jdbc(String name) {
    return "jdbc:postgresql://" + LOOPBACK + ":" + settings.port(PortName.POSTGRES) + "/" + name;
  }

  private String http(PortName port) {
    return "http://" + LOOPBACK + ":" + settings.port(port);
  }

  private String overridden(String variable, String computed) {
    return settings.environment().getOrDefault(variable, computed);
  }
}
