package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.stack.RealmUser;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invitations by mail address: whom they make a member, and whom not. */
class InvitationIT {

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private People people;
  private Api owner;
  private String id;
  private String workspace;
  private String name;
  private RealmUser person;

  @BeforeEach
  void makeWorkspaceAndPerson() throws Exception {
    people = People.of(stack);
    owner = people.as("ada");
    OwnWorkspace own = OwnWorkspace.make(owner, "inviting");
    id = own.id();
    workspace = own.path();
    name = "inv" + UUID.randomUUID().toString().substring(0, 8);
    person = people.signOn().person(name, "user");
  }

  private JsonNode invite(String address) throws Exception {
    Map<String, Object> wanted = Map.of("address", address, "role", "editor");
    Api.Answer made = owner.call("POST", workspace + "/invitations", wanted);
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    assertThat(made.json().path("state").asText()).isEqualTo("open");
    return made.json();
  }

  private String address() {
    return name + "@driftless.example";
  }

  private String stateOf(JsonNode invitation) throws Exception {
    for (JsonNode each : owner.get(workspace + "/invitations").json().path("invitations")) {
      if (each.path("invitation").equals(invitation.path("invitation"))) {
        return each.path("state").asText();
      }
    }
    return "none";
  }

  @Test
  void firstSignOnWithTheInvitedAddressShouldMakeAMemberOnce() throws Exception {
    JsonNode invitation = invite(address().toUpperCase(java.util.Locale.ROOT));
    assertThat(invitation.path("address").asText()).isEqualTo(address());

    Api guest = people.as(person); // never signed in before
    assertThat(guest.get(workspace).status()).isEqualTo(200);
    assertThat(guest.call("POST", workspace + "/nodes", folder()).status()).isEqualTo(201);
    assertThat(stateOf(invitation)).isEqualTo("accepted");
    assertThat(audited("invitation.make")).isEqualTo(1);
    assertThat(audited("invitation.accept")).isEqualTo(1);

    String member = workspace + "/members/" + name;
    assertThat(owner.call("DELETE", member, null).status()).isEqualTo(204);
    assertThat(guest.get(workspace).status()).as("used up").isEqualTo(404);
    JsonNode again = invite(address());
    assertThat(guest.get(workspace).status()).as("who signed in before").isEqualTo(200);
    assertThat(stateOf(again)).isEqualTo("accepted");
  }

  @Test
  void addressThatIsNotCheckedOrAnotherShouldGainNothing() throws Exception {
    JsonNode invitation = invite(address());
    people.signOn().address(name, address(), false);
    assertThat(people.as(person).get(workspace).outcome()).isEqualTo("404 not-found");
    RealmUser other = people.signOn().person("x" + name, "user");
    assertThat(people.as(other).get(workspace).outcome()).isEqualTo("404 not-found");
    assertThat(stateOf(invitation)).isEqualTo("open");
  }

  @Test
  void invitationShouldEndWhenRevokedExpiredReplacedOrItsMakerIsNoOwner() throws Exception {
    JsonNode revoked = invite(address());
    String place = workspace + "/invitations/" + revoked.path("invitation").asText();
    assertThat(owner.call("DELETE", place, null).status()).isEqualTo(204);
    Api guest = people.as(person);
    assertThat(guest.get(workspace).status()).as("revoked").isEqualTo(404);

    JsonNode expired = invite(address());
    database.change(
        "UPDATE invitation SET expires_at = now() WHERE id = ?",
        UUID.fromString(expired.path("invitation").asText()));
    assertThat(guest.get(workspace).status()).as("expired").isEqualTo(404);
    assertThat(stateOf(expired)).isEqualTo("expired");

    JsonNode lapsed = invite(address());
    String role = "UPDATE membership SET role = '%s' WHERE workspace_id = ?";
    database.change(role.formatted("EDITOR"), UUID.fromString(id));
    assertThat(guest.get(workspace).status()).as("no owner's").isEqualTo(404);
    database.change(role.formatted("OWNER"), UUID.fromString(id));
    JsonNode replacing = invite(address());
    assertThat(stateOf(lapsed)).isEqualTo("none");
    assertThat(stateOf(replacing)).isEqualTo("open");
    assertThat(guest.get(workspace).status()).isEqualTo(200);
  }

  @Test
  void addressesAndDaysOutsideOfWhatIsAllowedShouldBeRefused() throws Exception {
    for (String address :
        new String[] {"", "@", "grace", "a@", "@b", "a@b@c", "a b@c", "a\u0000@b"}) {
      Map<String, Object> wanted = Map.of("address", address, "role", "viewer");
      assertThat(owner.call("POST", workspace + "/invitations", wanted).outcome())
          .as(address)
          .isEqualTo("400 invalid");
    }
    Map<String, Object> forEver = Map.of("address", address(), "role", "viewer", "days", 91);
    assertThat(owner.call("POST", workspace + "/invitations", forEver).outcome())
        .isEqualTo("400 invalid");
    // The Kelvin sign is not the letter k, whatever rules of case say.
    invite("\u212A" + name + "@driftless.example");
    RealmUser victim = people.signOn().person("k" + name, "user");
    assertThat(people.as(victim).get(workspace).status()).isEqualTo(404);
  }

  private static Map<String, Object> folder() {
    return Map.of("parent", OwnWorkspace.ROOT, "name", "by a guest");
  }

  private int audited(String action) throws Exception {
    return owner.get(workspace + "/audit?action=" + action).json().path("links").size();
  }
}
