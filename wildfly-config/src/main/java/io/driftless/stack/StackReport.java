package io.driftless.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.driftless.stack.StackSettings.PortName;
import io.driftless.stack.StackSettings.SecretName;
import io.driftless.stack.host.PrivateFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code stack.json}: what scripts need to use a stack. Fields are added, never
 * renamed; docs/operations describes each.
 *
 * @param schema 1
 * @param folder the data folder
 * @param state {@code up} when all parts are ready, {@code down} when none runs, else {@code
 *     partial}
 * @param addresses by what they are for
 * @param ports by name
 * @param users who can sign in
 * @param accounts accounts of the parts themselves: name to password
 * @param parts by name
 */
public record StackReport(
    int schema,
    String folder,
    String state,
    Map<String, String> addresses,
    Map<String, Integer> ports,
    List<RealmUser> users,
    Map<String, String> accounts,
    Map<String, PartReport> parts) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * One part.
   *
   * @param state {@code ready}, {@code starting} (runs, does not answer) or {@code stopped}
   * @param pid its process, absent when stopped
   * @param startedMillis when that was started, milliseconds since the epoch
   * @param tookMillis how long it took to be ready, once it was
   * @param ports what it listens on
   * @param log its standard output
   */
  @JsonInclude(Include.NON_NULL)
  public record PartReport(
      String state,
      @Nullable Long pid,
      @Nullable Long startedMillis,
      @Nullable Long tookMillis,
      List<Integer> ports,
      String log) {}

  static StackReport of(
      StackFolder folder,
      StackSettings settings,
      Addresses addresses,
      Map<PartName, PartReport> parts) {
    Map<String, PartReport> byName = new LinkedHashMap<>();
    parts.forEach((name, part) -> byName.put(name.label(), part));
    Map<String, Integer> ports = new LinkedHashMap<>();
    settings.ports().forEach((name, port) -> ports.put(camelCase(name), port));
    return new StackReport(
        1,
        folder.path().toString(),
        stateOf(parts),
        addressMap(addresses),
        ports,
        RealmUser.ALL,
        Map.of(
            "postgres", settings.secret(SecretName.DATABASE_ADMIN),
            "driftless", settings.secret(SecretName.DATABASE),
            "admin", settings.secret(SecretName.KEYCLOAK_ADMIN)),
        byName);
  }

  private static String stateOf(Map<PartName, PartReport> parts) {
    if (parts.values().stream().allMatch(part -> part.state().equals("ready"))) {
      return "up";
    }
    return parts.values().stream().allMatch(part -> part.state().equals("stopped"))
        ? "down"
        : "partial";
  }

  private static Map<String, String> addressMap(Addresses addresses) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("server", addresses.server());
    map.put("broker", addresses.broker());
    map.put("blob", addresses.blob());
    map.put("issuer", addresses.issuer());
    map.put("signOn", addresses.signOn());
    map.put("management", addresses.management());
    map.put("health", addresses.management() + "/health");
    map.put("figures", addresses.management() + "/prometheus");
    map.put("openApi", addresses.server() + "/openapi");
    map.put("database", addresses.database());
    map.put("blobConnection", addresses.blobConnection());
    return map;
  }

  private static String camelCase(PortName name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      camel.append(
          camel.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }

  /** The report as JSON. */
  public String json() throws IOException {
    return JSON.writeValueAsString(this);
  }

  void write(StackFolder folder) throws IOException {
    PrivateFiles.write(folder.report(), JSON.writeValueAsBytes(this));
  }
}
