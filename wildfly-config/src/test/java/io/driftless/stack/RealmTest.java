package io.driftless.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The realm's file against what the stack says about it. */
class RealmTest {

  private final JsonNode realm;

  RealmTest() throws IOException {
    realm = new ObjectMapper().readTree(Path.of("src/main/keycloak/driftless-realm.json").toFile());
  }

  @Test
  void usersShouldBeThoseOfTheReport() {
    List<RealmUser> users = new ArrayList<>();
    for (JsonNode user : realm.get("users")) {
      List<String> roles = new ArrayList<>();
      user.get("realmRoles").forEach(role -> roles.add(role.asText()));
      roles.remove("default-roles-driftless");
      users.add(
          new RealmUser(
              user.get("username").asText(),
              user.get("credentials").get(0).get("value").asText(),
              user.get("email").asText(),
              roles));
    }
    assertThat(users).isEqualTo(RealmUser.ALL);
  }

  @Test
  void deviceClientShouldHaveTheDeviceGrantWithPkceAndNoPasswordGrant() {
    JsonNode client = client("driftless-client");
    assertThat(client.get("publicClient").asBoolean()).isTrue();
    assertThat(client.get("directAccessGrantsEnabled").asBoolean()).isFalse();
    JsonNode attributes = client.get("attributes");
    assertThat(attributes.get("oauth2.device.authorization.grant.enabled").asText())
        .isEqualTo("true");
    assertThat(attributes.get("pkce.code.challenge.method").asText()).isEqualTo("S256");
  }

  @Test
  void webClientShouldBeConfidentialWithASecretOfTheStack() {
    JsonNode client = client("driftless-web");
    assertThat(client.get("publicClient").asBoolean()).isFalse();
    assertThat(client.get("directAccessGrantsEnabled").asBoolean()).isFalse();
    assertThat(client.get("secret").asText()).isEqualTo("@WEB_SECRET@");
    assertThat(client.get("attributes").get("pkce.code.challenge.method").asText())
        .isEqualTo("S256");
  }

  @Test
  void consoleClientShouldBePublicWithPkceForThePageOfTheConsoleOnly() {
    JsonNode client = client("driftless-console");
    assertThat(client.get("publicClient").asBoolean()).isTrue();
    assertThat(client.get("directAccessGrantsEnabled").asBoolean()).isFalse();
    assertThat(client.get("attributes").get("pkce.code.challenge.method").asText())
        .isEqualTo("S256");
    assertThat(client.get("redirectUris")).hasSize(1);
    assertThat(client.get("redirectUris").get(0).asText()).isEqualTo("@PUBLIC_URL@/operations/");
  }

  @Test
  void tokensOfAllClientsShouldBeMeantForTheApi() {
    for (String id : List.of("driftless-client", "driftless-console", "driftless-web")) {
      assertThat(client(id).get("protocolMappers").get(0).get("config"))
          .anySatisfy(value -> assertThat(value.asText()).isEqualTo("driftless-api"));
    }
  }

  private JsonNode client(String id) {
    for (JsonNode client : realm.get("clients")) {
      if (client.get("clientId").asText().equals(id)) {
        return client;
      }
    }
    throw new AssertionError("no client " + id);
  }
}
