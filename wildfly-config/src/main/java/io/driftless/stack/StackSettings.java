package io.driftless.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.driftless.stack.host.Ports;
import io.driftless.stack.host.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a data folder keeps for ever: ports and secrets, chosen at its first use, and what its owner
 * overrides.
 *
 * @param schema 1
 * @param nodeId name of the WildFly node in transactions, unique among all stacks of the machine,
 *     at most 23 bytes
 * @param ports a port for each of {@link PortName}
 * @param secrets a secret for each of {@link SecretName}
 * @param environment variables for WildFly that win over the computed ones
 */
public record StackSettings(
    int schema,
    String nodeId,
    Map<PortName, Integer> ports,
    Map<SecretName, String> secrets,
    Map<String, String> environment) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int SCHEMA = 1;

  /** A port that the stack listens on, always on the loopback address. */
  public enum PortName {
    /** PostgreSQL. */
    POSTGRES(PartName.POSTGRES),
    /** Azurite's blob service. */
    AZURITE(PartName.AZURITE),
    /** Keycloak as browsers and clients see it. */
    KEYCLOAK(PartName.KEYCLOAK),
    /** Keycloak's health. */
    KEYCLOAK_MANAGEMENT(PartName.KEYCLOAK),
    /** The API, and the broker by HTTP upgrade. */
    WILDFLY_HTTP(PartName.WILDFLY),
    /** The same by TLS with a certificate that WildFly makes by itself. */
    WILDFLY_HTTPS(PartName.WILDFLY),
    /** WildFly's management, health and figures. */
    WILDFLY_MANAGEMENT(PartName.WILDFLY),
    /** Reserved for transaction recovery; WildFly binds it only when asked to. */
    WILDFLY_TXN_RECOVERY(PartName.WILDFLY),
    /** Reserved for transaction status; WildFly binds it only when asked to. */
    WILDFLY_TXN_STATUS(PartName.WILDFLY);

    private final PartName part;

    PortName(PartName part) {
      this.part = part;
    }

    /** Whose port it is. */
    public PartName part() {
      return part;
    }
  }

  /** A generated secret. */
  public enum SecretName {
    /** Password of PostgreSQL's superuser {@code postgres}. */
    DATABASE_ADMIN,
    /** Password of the database account {@code driftless}. */
    DATABASE,
    /** Password of Keycloak's {@code admin}. */
    KEYCLOAK_ADMIN,
    /** Key of the blob account {@code driftless}, base64 of 64 bytes. */
    BLOB_KEY,
    /** Secret of the OIDC client {@code driftless-web}. */
    WEB_CLIENT
  }

  /** Reads the folder's settings, or chooses and writes them. */
  static StackSettings open(StackFolder folder) throws IOException {
    Path file = folder.settings();
    if (Files.exists(file)) {
      StackSettings settings = JSON.readValue(file.toFile(), StackSettings.class);
      if (settings.schema != SCHEMA) {
        throw new IOException(
            file + " has schema " + settings.schema + ", this version knows schema " + SCHEMA);
      }
      return settings;
    }
    StackSettings settings = choose();
    settings.write(folder);
    return settings;
  }

  private static StackSettings choose() throws IOException {
    SecureRandom random = new SecureRandom();
    PortName[] names = PortName.values();
    Iterator<Integer> free = Ports.free(names.length, random).iterator();
    Map<PortName, Integer> ports = new EnumMap<>(PortName.class);
    for (PortName name : names) {
      ports.put(name, free.next());
    }
    Map<SecretName, String> secrets = new EnumMap<>(SecretName.class);
    for (SecretName name : SecretName.values()) {
      secrets.put(name, hex(random, 16));
    }
    byte[] key = new byte[64];
    random.nextBytes(key);
    secrets.put(SecretName.BLOB_KEY, Base64.getEncoder().encodeToString(key));
    return new StackSettings(SCHEMA, "local-" + hex(random, 6), ports, secrets, Map.of());
  }

  private static String hex(SecureRandom random, int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  /** The same with variables set; an empty value takes a variable back. */
  StackSettings withEnvironment(Map<String, String> changes) {
    Map<String, String> merged = new TreeMap<>(environment);
    merged.putAll(changes);
    merged.values().removeIf(String::isEmpty);
    return new StackSettings(schema, nodeId, ports, secrets, merged);
  }

  void write(StackFolder folder) throws IOException {
    PrivateFiles.write(folder.settings(), JSON.writeValueAsBytes(this));
  }

  /** The port of that name. */
  public int port(PortName name) {
    return present(ports.get(name), name);
  }

  /** All ports of a part. */
  public List<Integer> ports(PartName part) {
    return ports.entrySet().stream()
        .filter(entry -> entry.getKey().part() == part)
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The secret of that name. */
  public String secret(SecretName name) {
    return present(secrets.get(name), name);
  }

  private static <T> T present(@Nullable T value, Enum<?> name) {
    if (value == null) {
      throw new IllegalStateException("settings.json has no " + name + "; was it edited?");
    }
    return value;
  }
}
