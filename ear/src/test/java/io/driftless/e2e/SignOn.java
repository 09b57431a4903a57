package io.driftless.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftless.stack.RealmUser;
import io.driftless.stack.StackSettings.SecretName;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The single sign-on as its administrator sees it: makes people and clients of a test's own, and
 * gets tokens that no device would get.
 */
final class SignOn {

  private static final String LIFESPAN = "access.token.lifespan";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String realm;
  private final String administration;
  private final String master;

  private SignOn(String signOn) {
    this.realm = signOn + "/realms/driftless";
    this.administration = signOn + "/admin/realms/driftless";
    this.master = signOn + "/realms/master";
  }

  static SignOn of(RunningStack stack) throws IOException {
    return new SignOn(stack.address("signOn"));
  }

  /** A person with these roles of the realm; one who is there already stays as they are. */
  RealmUser person(String name, String... roles) throws IOException, InterruptedException {
    String password = name + "-password";
    String email = name + "@driftless.example";
    Map<String, Object> wanted = new TreeMap<>();
    wanted.put("username", name);
    wanted.put("email", email);
    wanted.put("firstName", name);
    wanted.put("lastName", "Tester");
    wanted.put("enabled", true);
    wanted.put("emailVerified", true);
    wanted.put(
        "credentials", List.of(Map.of("type", "password", "value", password, "temporary", false)));
    administer("POST", "/users", wanted);
    String id =
        administer("GET", "/users?exact=true&username=" + name, null).get(0).get("id").asText();
    for (String role : roles) {
      JsonNode found = administer("GET", "/roles/" + role, null);
      administer("POST", "/users/" + id + "/role-mappings/realm", List.of(found));
    }
    return new RealmUser(name, password, email, List.of(roles));
  }

  /** Another mail address of the person's, and whether the sign-on has checked it. */
  void address(String name, String address, boolean verified)
      throws IOException, InterruptedException {
    String id =
        administer("GET", "/users?exact=true&username=" + name, null).get(0).get("id").asText();
    administer("PUT", "/users/" + id, Map.of("email", address, "emailVerified", verified));
  }

  /** Whether the person may sign in. */
  void enable(String name, boolean enabled) throws IOException, InterruptedException {
    String id =
        administer("GET", "/users?exact=true&username=" + name, null).get(0).get("id").asText();
    administer("PUT", "/users/" + id, Map.of("enabled", enabled));
  }

  /**
   * A client that takes passwords, so that a test needs no browser.
   *
   * @param audience whom its tokens are for, besides the client itself
   */
  void client(String id, String audience, int lifespanSeconds)
      throws IOException, InterruptedException {
    Map<String, Object> wanted = new TreeMap<>();
    wanted.put("clientId", id);
    wanted.put("publicClient", true);
    wanted.put("directAccessGrantsEnabled", true);
    wanted.put("standardFlowEnabled", false);
    wanted.put("fullScopeAllowed", true);
    wanted.put("attributes", Map.of(LIFESPAN, Integer.toString(lifespanSeconds)));
    wanted.put("protocolMappers", List.of(audience(audience)));
    administer("POST", "/clients", wanted);
  }

  /**
   * A client with these scopes in its tokens.
   *
   * @return the client's secret, for a service account with the role {@code user}; its tokens are
   *     its own
   */
  String service(String id, String... scopes) throws IOException, InterruptedException {
    for (String scope : scopes) {
      administer(
          "POST",
          "/client-scopes",
          Map.of(
              "name",
              scope,
              "protocol",
              "openid-connect",
              "attributes",
              Map.of("include.in.token.scope", "true")));
    }
    Map<String, Object> wanted = new TreeMap<>();
    wanted.put("clientId", id);
    wanted.put("secret", id + "-secret");
    wanted.put("publicClient", false);
    wanted.put("standardFlowEnabled", false);
    wanted.put("serviceAccountsEnabled", true);
    wanted.put("fullScopeAllowed", true);
    wanted.put(
        "defaultClientScopes",
        Stream.concat(Stream.of("basic", "roles", "profile", "email"), Arrays.stream(scopes))
            .toList());
    wanted.put("protocolMappers", List.of(audience("driftless-api")));
    administer("POST", "/clients", wanted);
    String client = administer("GET", "/clients?clientId=" + id, null).get(0).get("id").asText();
    String account =
        administer("GET", "/clients/" + client + "/service-account-user", null).get("id").asText();
    JsonNode role = administer("GET", "/roles/user", null);
    administer("POST", "/users/" + account + "/role-mappings/realm", List.of(role));
    return id + "-secret";
  }

  /** A token of a service account. */
  String serviceToken(String client, String secret) throws IOException, InterruptedException {
    Map<String, String> form =
        Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)))
            .build();
    return answer(request).get("access_token").asText();
  }

  private static Map<String, Object> audience(String audience) {
    return Map.of(
        "name",
        "audience",
        "protocol",
        "openid-connect",
        "protocolMapper",
        "oidc-audience-mapper",
        "config",
        Map.of("included.custom.audience", audience, "access.token.claim", "true"));
  }

  /** Sets how long a client's tokens last, 0 for as long as the realm's; answers what it was. */
  int lifespan(String clientId, int seconds) throws IOException, InterruptedException {
    JsonNode found = administer("GET", "/clients?clientId=" + clientId, null).get(0);
    ObjectNode attributes = (ObjectNode) found.get("attributes");
    int before = attributes.path(LIFESPAN).asInt(0);
    attributes.put(LIFESPAN, seconds == 0 ? "" : Integer.toString(seconds));
    administer("PUT", "/clients/" + found.get("id").asText(), found);
    return before;
  }

  /** A token for this person by this client. */
  String token(String client, RealmUser person) throws IOException, InterruptedException {
    return token(realm, client, person.name(), person.password());
  }

  /** A good token of another realm. */
  String foreignToken() throws IOException, InterruptedException {
    String password = StackOfTests.running().settings().secret(SecretName.KEYCLOAK_ADMIN);
    return token(master, "admin-cli", "admin", password);
  }

  private static String token(String realm, String client, String name, String password)
      throws IOException, InterruptedException {
    Map<String, String> form =
        Map.of(
            "grant_type", "password",
            "client_id", client,
            "username", name,
            "password", password,
            "scope", "openid");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)))
            .build();
    return answer(request).get("access_token").asText();
  }

  private JsonNode administer(String method, String path, Object body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(administration + path))
            .header("Authorization", "Bearer " + foreignToken())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(RunningStack.JSON.writeValueAsBytes(body)))
            .build();
    return answer(request);
  }

  /** What exists already is as good as made. */
  private static JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2 && answer.statusCode() != 409) {
      throw new IOException(
          "%s answers %d: %s".formatted(request.uri(), answer.statusCode(), answer.body()));
    }
    return RunningStack.JSON.readTree(answer.body());
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
