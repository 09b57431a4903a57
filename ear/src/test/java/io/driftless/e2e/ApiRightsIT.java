package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftless.e2e.ApiOperation.Needs;
import io.driftless.stack.RealmUser;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Who may do what over HTTP: every operation, tried by everybody and by nobody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiRightsIT {

  private static final String SHORT_LIVED = "driftless-it-short";
  private static final String ELSEWHERE = "driftless-it-elsewhere";

  private final RunningStack stack = RunningStack.ofBuild();
  private final String name = "rights " + UUID.randomUUID();
  private People people;
  private Api nobody;
  private Api owner;
  private Api editor;
  private Api viewer;
  private Api stranger;
  private String workspace;
  private ApiPlaces made;

  @BeforeAll
  void makeWorkspace() throws Exception {
    people = People.of(stack);
    nobody = Api.of(stack);
    owner = people.as("ada");
    editor = people.as("grace");
    viewer = people.as("linus");
    stranger = people.newcomer("mary");
    for (Api person : List.of(owner, editor, viewer, stranger, people.newcomer("otto"))) {
      assertThat(person.get("/workspaces").status()).isEqualTo(200);
    }
    workspace =
        owner.call("POST", "/workspaces", Map.of("name", name)).json().path("workspace").asText();
    put("grace", "editor");
    put("linus", "viewer");
    made = ApiPlaces.make(stack, owner, workspace).with("username", "otto");
  }

  private void put(String username, String role) throws Exception {
    assertThat(
            owner
                .call(
                    "PUT",
                    "/workspaces/" + workspace + "/members/" + username,
                    Map.of("role", role))
                .status())
        .isEqualTo(200);
  }

  /** Values for the places of a path, in a workspace. */
  private Map<String, String> places(String inWorkspace) {
    return made.with("workspace", inWorkspace).values();
  }

  @TestFactory
  Stream<DynamicTest> rolesShouldDecide() {
    Map<String, Needs> roles = new LinkedHashMap<>();
    roles.put("stranger", Needs.SIGN_ON);
    roles.put("viewer", Needs.VIEWER);
    roles.put("editor", Needs.EDITOR);
    roles.put("owner", Needs.OWNER);
    List<DynamicTest> tests = new ArrayList<>();
    for (ApiOperation operation : ApiOperation.ALL) {
      roles.forEach(
          (who, has) -> {
            String outcome = outcome(operation, who, has);
            tests.add(
                dynamicTest(
                    who + ": " + operation + " -> " + outcome,
                    () -> {
                      Api person = person(who);
                      Map<String, String> places = made.of(operation, owner, person);
                      Api.Answer answer = operation.call(person, places);
                      assertThat(answer.outcome())
                          .as("%s", answer)
                          .isEqualTo(operation.told(outcome));
                    }));
          });
    }
    return tests.stream();
  }

  private Api person(String who) {
    return switch (who) {
      case "owner" -> owner;
      case "editor" -> editor;
      case "viewer" -> viewer;
      default -> stranger;
    };
  }

  private static String outcome(ApiOperation operation, String who, Needs has) {
    if (operation.needs() == Needs.OPERATOR) { // as ada is, who owns the workspace
      return has == Needs.OWNER ? Integer.toString(operation.status()) : "403 role-needed";
    }
    if (operation.needs() == Needs.AUDITOR) { // which linus is, whatever else he may do
      return who.equals("viewer") ? Integer.toString(operation.status()) : "403 role-needed";
    }
    if (has.compareTo(operation.needs()) >= 0) {
      return Integer.toString(operation.status());
    }
    return has == Needs.SIGN_ON ? "404 not-found" : "403 denied";
  }

  @TestFactory
  Stream<DynamicTest> tokensThatProveNothingShouldBeRefused() throws Exception {
    Map<String, String> tokens = worthless();
    List<DynamicTest> tests = new ArrayList<>();
    tokens.forEach(
        (what, authorization) -> {
          for (ApiOperation operation : ApiOperation.ALL) {
            tests.add(
                dynamicTest(
                    what + ": " + operation,
                    () -> {
                      Api.Answer answer =
                          operation.call(
                              nobody.with("Authorization", authorization), places(workspace));
                      if (operation.needs() == Needs.NOTHING) {
                        assertThat(answer.status()).as("%s", answer).isEqualTo(operation.status());
                      } else {
                        assertThat(answer.outcome())
                            .as("%s", answer)
                            .isEqualTo(operation.told("401 signed-out"));
                        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
                      }
                    }));
          }
        });
    return tests.stream();
  }

  private Map<String, String> worthless() throws Exception {
    SignOn signOn = people.signOn();
    RealmUser ada = RealmUser.named("ada");
    signOn.client(SHORT_LIVED, "driftless-api", 1);
    signOn.client(ELSEWHERE, "somebody-else", 600);
    String expired = signOn.token(SHORT_LIVED, ada);
    awaitEnd(expired);
    String good = stack.token("ada");
    String[] parts = good.split("\\.", -1);
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("no token", "");
    tokens.put("expired", "Bearer " + expired);
    tokens.put("for another audience", "Bearer " + signOn.token(ELSEWHERE, ada));
    tokens.put("of another realm", "Bearer " + signOn.foreignToken());
    tokens.put("garbage", "Bearer garbage");
    tokens.put("garbage in three parts", "Bearer AAAA.BBBB.CCCC");
    tokens.put("without its signature", "Bearer " + parts[0] + "." + parts[1] + ".");
    tokens.put("unsigned", "Bearer " + unsigned(parts[1]));
    tokens.put("changed", "Bearer " + parts[0] + "." + changed(parts[1]) + "." + parts[2]);
    tokens.put("as a password", "Basic " + base64("ada:ada-password"));
    return tokens;
  }

  private static void awaitEnd(String token) throws Exception {
    String claims =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    long until = RunningStack.JSON.readTree(claims).path("exp").asLong() * 1_000;
    while (System.currentTimeMillis() <= until + 1_000) {
      TimeUnit.MILLISECONDS.sleep(50); // the token itself says when it ends
    }
  }

  private static String unsigned(String claims) {
    return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + claims + ".";
  }

  /** The same for ten years longer. */
  private static String changed(String claims) throws Exception {
    ObjectNode tree =
        (ObjectNode) RunningStack.JSON.readTree(Base64.getUrlDecoder().decode(claims));
    tree.put("exp", tree.path("exp").asLong() + TimeUnit.DAYS.toSeconds(3_650));
    return base64(tree.toString());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @TestFactory
  Stream<DynamicTest> peopleWithoutTheRoleShouldBeToldSo() throws Exception {
    Api guest = people.as(people.signOn().person("guest"));
    return ApiOperation.ALL.stream()
        .filter(operation -> operation.needs() != Needs.NOTHING)
        .map(
            operation ->
                dynamicTest(
                    operation.toString(),
                    () ->
                        assertThat(operation.call(guest, places(workspace)).outcome())
                            .isEqualTo(operation.told("403 role-needed"))));
  }

  /** A workspace of others must look as one that never was, whatever is asked about it. */
  @TestFactory
  Stream<DynamicTest> workspaceOfOthersShouldLookAsIfItWereNot() {
    return ApiOperation.ALL.stream()
        .filter(ApiOperation::isInWorkspace)
        .filter(operation -> operation.needs() != Needs.NOTHING)
        .map(
            operation ->
                dynamicTest(
                    operation.toString(),
                    () -> {
                      Api.Answer theirs = operation.call(stranger, places(workspace));
                      Api.Answer none =
                          operation.call(stranger, places(UUID.randomUUID().toString()));
                      assertThat(theirs.status()).isEqualTo(none.status());
                      if (!operation.method().equals("HEAD")) {
                        assertThat(withoutInstance(theirs)).isEqualTo(withoutInstance(none));
                      }
                      assertThat(theirs.toString()).doesNotContain(name);
                    }));
  }

  private static JsonNode withoutInstance(Api.Answer answer) throws Exception {
    return ((ObjectNode) answer.json()).without("instance");
  }

  @Test
  void listingsShouldHoldOnesOwnOnly() throws Exception {
    for (String path : List.of("/workspaces", "/heads", "/devices")) {
      assertThat(stranger.get(path).json().toString())
          .doesNotContain(workspace)
          .doesNotContain(name);
    }
    for (Api member : List.of(owner, editor, viewer)) {
      assertThat(member.get("/heads").json().toString()).contains(workspace);
    }
    String device = ApiPlaces.enrolled(owner);
    assertThat(owner.get("/devices").json().toString()).contains(device);
    assertThat(editor.get("/devices").json().toString()).doesNotContain(device);
  }

  @Test
  void devicesOfOthersShouldNotBeTouched() throws Exception {
    String device = ApiPlaces.enrolled(owner);
    assertThat(editor.call("PUT", "/devices/" + device + "/lease", null).outcome())
        .isEqualTo("403 device-unknown");
    assertThat(editor.call("DELETE", "/devices/" + device, null).outcome())
        .isEqualTo("404 not-found");
    assertThat(editor.with("Driftless-Device", device).get("/heads").outcome())
        .isEqualTo("403 device-unknown");
    assertThat(owner.with("Driftless-Device", device).get("/heads").outcome()).isEqualTo("200");
  }

  @Test
  void everyMemberMayLeave() throws Exception {
    String own =
        owner
            .call("POST", "/workspaces", Map.of("name", "to leave"))
            .json()
            .path("workspace")
            .asText();
    String member = "/workspaces/" + own + "/members/mary";
    assertThat(owner.call("PUT", member, Map.of("role", "viewer")).status()).isEqualTo(200);
    assertThat(stranger.get("/workspaces/" + own).status()).isEqualTo(200);
    assertThat(stranger.call("DELETE", member, null).status()).isEqualTo(204);
    assertThat(stranger.get("/workspaces/" + own).outcome()).isEqualTo("404 not-found");
  }

  /** Other spellings of an address must not find a door beside the sign-on. */
  @TestFactory
  Stream<DynamicTest> oddAddressesShouldNotGetPast() throws Exception {
    String server = stack.address("server");
    return Stream.of(
            "/api/v1/connect/../workspaces",
            "/api/v1/connect/..;/workspaces",
            "/api/v1/connect;/../workspaces",
            "/api/v1/ready/../heads",
            "/api/v1/ready/%2e%2e/heads",
            "/%61pi/v1/workspaces",
            "/api/v1;a=b/workspaces",
            "//api/v1/workspaces",
            "/api//v1/workspaces",
            "/api/v1/./workspaces",
            "/API/v1/workspaces",
            "/api/v1/connect%2f..%2fworkspaces",
            "/problems/../api/v1/workspaces")
        .map(
            path ->
                dynamicTest(
                    path,
                    () -> {
                      Api.Answer answer =
                          nobody.send("GET", URI.create(server) + path, BodyPublishers.noBody());
                      assertThat(answer.status()).as("%s", answer).isIn(400, 401, 404);
                      assertThat(answer.problem()).isIn("malformed", "signed-out", "not-found");
                    }));
  }
}
