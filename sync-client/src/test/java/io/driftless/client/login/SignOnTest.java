package io.driftless.client.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.driftless.client.home.SecretFile;
import io.driftless.client.server.HttpServerCalls;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.client.server.TestServer;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignOnTest {

  @TempDir Path temp;
  private TestServer server;
  private String issuer;
  private final List<Long> pauses = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private final SettableClock clock = new SettableClock();

  @BeforeEach
  void startProvider() throws Exception {
    server = new TestServer();
    issuer = server.url() + "/realms/driftless";
    server
        .json(
            "/realms/driftless/.well-known/openid-configuration",
            Map.of(
                "issuer", issuer,
                "token_endpoint", issuer + "/token",
                "device_authorization_endpoint", issuer + "/device",
                "revocation_endpoint", issuer + "/revoke"))
        .json(
            "/realms/driftless/device",
            Map.of(
                "device_code",
                "code-1",
                "user_code",
                "ABCD-EFGH",
                "verification_uri",
                issuer + "/verify",
                "verification_uri_complete",
                issuer + "/verify?c=ABCD-EFGH",
                "expires_in",
                30,
                "interval",
                5));
  }

  @AfterEach
  void stopProvider() {
    server.close();
  }

  private DeviceGrant grant() {
    return new DeviceGrant(HttpServerCalls.newHttpClient(), pauses::add);
  }

  private StoredSignOn signOn() throws ServerException {
    return grant()
        .signOn(issuer, "client", null, (address, code) -> shown.add(address + " " + code));
  }

  private void tokenError(String error) {
    server.answer(
        "/realms/driftless/token",
        TestServer.body(400, "application/json", Codec.json(), Map.of("error", error)));
  }

  private void tokens(String access, String refresh) {
    server.json(
        "/realms/driftless/token",
        Map.of("access_token", access, "refresh_token", refresh, "expires_in", 300));
  }

  private List<Map<String, String>> tokenRequests() {
    return server.seen.stream()
        .filter(seen -> seen.path().endsWith("/token"))
        .map(seen -> form(seen.text()))
        .toList();
  }

  private static Map<String, String> form(String text) {
    return Arrays.stream(text.split("&", -1))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                field -> field[0], field -> field[1], (a, b) -> a, LinkedHashMap::new));
  }

  @Test
  void deviceGrantShouldWaitForThePersonAsTheProviderWishes() throws Exception {
    tokenError("authorization_pending");
    tokenError("slow_down");
    tokens("access-1", "refresh-1");
    assertThat(signOn()).isEqualTo(new StoredSignOn(issuer, "client", "refresh-1"));
    assertThat(shown).containsExactly(issuer + "/verify?c=ABCD-EFGH ABCD-EFGH");
    assertThat(pauses).containsExactly(5_000L, 5_000L, 10_000L);
  }

  @Test
  void deviceGrantShouldCarryAProofKey() throws Exception {
    tokens("access-1", "refresh-1");
    signOn();
    Map<String, String> begin =
        form(
            server.seen.stream()
                .filter(seen -> seen.path().endsWith("/device"))
                .findFirst()
                .orElseThrow()
                .text());
    String verifier = tokenRequests().get(0).get("code_verifier");
    assertThat(begin)
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("scope", "openid+offline_access")
        .containsEntry(
            "code_challenge",
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    Sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII)).bytes()));
    assertThat(verifier).hasSize(43);
  }

  @Test
  void refusalInTheBrowserShouldBeTold() {
    tokenError("access_denied");
    assertThat(failure(this::signOn)).hasMessageContaining("refused");
  }

  @Test
  void codeThatNobodyConfirmsShouldRunOut() {
    tokenError("authorization_pending");
    ServerException failure = failure(this::signOn);
    assertThat(failure.kind()).isEqualTo(Kind.SIGN_ON);
    assertThat(failure).hasMessageContaining("in time");
    assertThat(pauses).hasSize(6);
  }

  @Test
  void otherIssuerShouldBeRefused() {
    server.json(
        "/realms/other/.well-known/openid-configuration",
        Map.of("issuer", "https://elsewhere", "token_endpoint", issuer + "/token"));
    ServerException failure =
        failure(() -> grant().signOn(server.url() + "/realms/other", "c", null, (a, b) -> {}));
    assertThat(failure.code()).isEqualTo("sign-on-misconfigured");
  }

  @Test
  void plainAddressOffThisMachineShouldBeRefused() {
    ServerException failure =
        failure(() -> grant().signOn("http://sso.example.org/r", "c", null, (a, b) -> {}));
    assertThat(failure.code()).isEqualTo("unsafe-address");
  }

  @Test
  void accessTokenShouldBeUsedUntilItIsAboutToEnd() throws Exception {
    SignOn signOn = stored("refresh-1");
    tokens("access-1", "refresh-1");
    assertThat(signOn.token()).isEqualTo("access-1");
    clock.now = clock.now.plusSeconds(279);
    assertThat(signOn.token()).isEqualTo("access-1");
    assertThat(tokenRequests()).hasSize(1);
    clock.now = clock.now.plusSeconds(2);
    signOn.token();
    assertThat(tokenRequests()).hasSize(2);
  }

  @Test
  void changedRefreshTokenShouldBeKept() throws Exception {
    SignOn signOn = stored("refresh-1");
    tokens("access-1", "refresh-2");
    signOn.token();
    signOn.refused("access-1");
    signOn.token();
    assertThat(tokenRequests())
        .extracting(form -> form.get("refresh_token"))
        .containsExactly("refresh-1", "refresh-2");
    assertThat(file().read()).isEqualTo(new StoredSignOn(issuer, "client", "refresh-2"));
  }

  @Test
  void endedSignOnShouldTellToLogInAgain() throws Exception {
    SignOn signOn = stored("refresh-1");
    tokenError("invalid_grant");
    ServerException failure = failure(signOn::token);
    assertThat(failure.kind()).isEqualTo(Kind.SIGN_ON);
    assertThat(failure)
        .hasMessageContaining("driftless login")
        .hasMessageContaining("nothing is lost");
    assertThat(file().read()).isNotNull();
  }

  @Test
  void providerThatIsAwayShouldNotEndTheSignOn() throws Exception {
    SignOn signOn = stored("refresh-1");
    server.close();
    assertThat(failure(signOn::token).passing()).isTrue();
  }

  @Test
  void deviceWithoutSignOnShouldBeTold() {
    SignOn signOn = new SignOn(HttpServerCalls.newHttpClient(), file(), null, clock);
    assertThat(failure(signOn::token)).hasMessageContaining("driftless login SERVER");
  }

  @Test
  void secretsShouldBeReadableByTheirOwnerOnly() throws Exception {
    stored("refresh-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
    assertThat(file().read().toString()).doesNotContain("refresh-1");
  }

  @Test
  void endShouldRevokeAndForget() throws Exception {
    SignOn signOn = stored("refresh-1");
    server.answer(
        "/realms/driftless/revoke",
        new TestServer.Answer(200, "text/plain", Map.of(), new byte[0]));
    signOn.end();
    assertThat(path()).doesNotExist();
    assertThat(server.seen)
        .anyMatch(seen -> seen.path().endsWith("/revoke") && seen.text().contains("refresh-1"));
  }

  private Path path() {
    return temp.resolve("sign-on.json");
  }

  private SecretFile<StoredSignOn> file() {
    return new SecretFile<>(path(), StoredSignOn.class);
  }

  private SignOn stored(String refreshToken) throws Exception {
    file().write(new StoredSignOn(issuer, "client", refreshToken));
    return new SignOn(HttpServerCalls.newHttpClient(), file(), null, clock);
  }

  private static ServerException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ServerException.class, call);
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
