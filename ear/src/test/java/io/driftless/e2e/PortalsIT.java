package io.driftless.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How portals come in: service accounts, scopes, members by mail address. */
class PortalsIT {

  private static final String ROOT = "00000000-0000-0000-0000-000000000000";

  private final RunningStack stack = RunningStack.ofBuild();
  private People people;
  private Api ada;
  private String in;

  @BeforeEach
  void makeWorkspace() throws Exception {
    people = People.of(stack);
    ada = people.as("ada");
    in =
        "/workspaces/"
            + ada.call("POST", "/workspaces", Map.of("name", "portal"))
                .json()
                .path("workspace")
                .asText();
  }

  private Api service(String name, String... scopes) throws Exception {
    String secret = people.signOn().service(name, scopes);
    return Api.of(stack).token(people.signOn().serviceToken(name, secret));
  }

  @Test
  void serviceAccountShouldWorkWhereItIsAMember() throws Exception {
    Api service = service("portal-all");
    assertThat(service.get("/workspaces").status()).isEqualTo(200);
    assertThat(service.get(in).outcome()).isEqualTo("404 not-found");
    String member = in + "/members/service-account-portal-all";
    assertThat(ada.call("PUT", member, Map.of("role", "editor")).status()).isEqualTo(200);
    Map<String, String> folder = Map.of("parent", ROOT, "name", "by a service");
    assertThat(service.call("POST", in + "/nodes", folder).status()).isEqualTo(201);
  }

  @Test
  void tokenShouldDoNoMoreThanItsScopes() throws Exception {
    Api reader = service("portal-reader", "files.read");
    assertThat(reader.get("/workspaces").status()).isEqualTo(200);
    String member = in + "/members/service-account-portal-reader";
    assertThat(ada.call("PUT", member, Map.of("role", "owner")).status()).isEqualTo(200);
    assertThat(reader.get(in + "/nodes/" + ROOT + "/children").status()).isEqualTo(200);
    assertThat(reader.call("POST", in + "/recipes", Map.of("wanted", List.of())).status())
        .isEqualTo(200);
    Map<String, String> folder = Map.of("parent", ROOT, "name", "not allowed");
    Api.Answer refused = reader.call("POST", in + "/nodes", folder);
    assertThat(refused.outcome()).isEqualTo("403 scope-needed");
    assertThat(refused.json().path("scope").asText()).isEqualTo("files.write");
    assertThat(reader.call("POST", in + "/sas", Map.of("access", "upload")).outcome())
        .isEqualTo("403 scope-needed");
    Api.Answer audit = reader.get(in + "/audit");
    assertThat(audit.json().path("scope").asText()).isEqualTo("audit.read");
    Api writer = service("portal-writer", "files.read", "files.write");
    writer.get("/workspaces");
    String other = in + "/members/service-account-portal-writer";
    assertThat(ada.call("PUT", other, Map.of("role", "editor")).status()).isEqualTo(200);
    assertThat(writer.call("POST", in + "/nodes", folder).status()).isEqualTo(201);
  }

  @Test
  void membersShouldBeFoundByTheirMailAddress() throws Exception {
    assertThat(people.newcomer("maria").get("/heads").status()).isEqualTo(200);
    JsonNode member =
        ada.call("PUT", in + "/members/Maria@driftless.example", Map.of("role", "viewer")).json();
    assertThat(member.path("username").asText()).isEqualTo("maria");
    assertThat(people.newcomer("maria").get(in).status()).isEqualTo(200);
    assertThat(ada.call("DELETE", in + "/members/maria@driftless.example", null).status())
        .isEqualTo(204);
    assertThat(
            ada.call("PUT", in + "/members/nobody@driftless.example", Map.of("role", "viewer"))
                .outcome())
        .isEqualTo("404 account-unknown");
  }

  @Test
  void pagesOfOtherOriginsShouldNotBeLetIn() throws Exception {
    Api.Answer preflight =
        Api.of(stack)
            .with("Origin", "https://elsewhere.example")
            .with("Access-Control-Request-Method", "GET")
            .call("OPTIONS", "/workspaces", null);
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(
            ada.with("Origin", "https://elsewhere.example")
                .get("/workspaces")
                .header("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void pagesOfListedOriginsShouldBeLetIn() throws Exception {
    Api.Answer preflight =
        Api.of(stack)
            .with("Origin", StackOfTests.ORIGIN)
            .with("Access-Control-Request-Method", "PATCH")
            .with("Access-Control-Request-Headers", "authorization,if-match")
            .call("OPTIONS", in + "/nodes/" + ROOT, null);
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(StackOfTests.ORIGIN);
    assertThat(preflight.header("Access-Control-Allow-Methods")).contains("PATCH");
    assertThat(preflight.header("Access-Control-Allow-Headers")).contains("If-Match");
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
    Api.Answer answer = ada.with("Origin", StackOfTests.ORIGIN).get("/workspaces");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(StackOfTests.ORIGIN);
    assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag");
  }

  @Test
  void examplePortalShouldWork() throws Exception {
    ProcessBuilder node =
        new ProcessBuilder(
            "node", stack.project().resolve("docs/portal/portal.mjs").toString(), "0");
    node.environment().put("SERVER", stack.address("server"));
    node.environment().put("TOKEN", stack.token("ada"));
    Process portal = node.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(portal.getInputStream(), UTF_8))) {
      String at = said.readLine().replaceAll("/$", "");
      Api page = Api.of(stack);
      String folder = at + in.substring("/workspaces".length()) + "/" + ROOT;
      assertThat(text(page.get(at + "/")))
          .contains("portal")
          .contains(folder.substring(at.length()));
      for (String content : List.of("first", "second")) {
        byte[] body = content.getBytes(UTF_8);
        assertThat(page.bytes("PUT", folder + "/children/by%20portal", Api.BYTES, body).status())
            .isEqualTo(204);
      }
      assertThat(text(page.get(folder))).contains("by portal").contains("version 2");
      String file = ada.get(in + "/nodes?path=/by%20portal").json().path("node").asText();
      String address = folder.replace(ROOT, file);
      assertThat(text(page.get(address + "/content"))).isEqualTo("second");
      assertThat(text(page.get(address + "/versions/1/content"))).isEqualTo("first");
      assertThat(page.call("POST", address + "/restore/1", null).status()).isEqualTo(303);
      assertThat(text(page.get(address + "/versions"))).contains("ada");
      assertThat(text(page.get(address + "/content"))).isEqualTo("first");
    } finally {
      portal.destroy();
    }
  }

  private static String text(Api.Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return new String(answer.body(), UTF_8);
  }
}
