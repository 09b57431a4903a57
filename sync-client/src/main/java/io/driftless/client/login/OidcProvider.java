package io.driftless.client.login;

import io.driftless.client.address.AddressOverrides;
import io.driftless.client.address.BadAddressException;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.login.OidcMessages.DeviceCode;
import io.driftless.client.login.OidcMessages.Discovery;
import io.driftless.client.login.OidcMessages.OAuthError;
import io.driftless.client.login.OidcMessages.Tokens;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.server.HttpAnswer;
import io.driftless.client.server.HttpIntake;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.protocol.codec.Codec;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider as the client uses it: discovery, the device authorization grant with PKCE,
 * refreshing and revoking. Every address that it tells is held to the rule that nothing plain
 * leaves this machine.
 */
final class OidcProvider {

  static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  /** How long an answer may stand still. */
  private static final long QUIET_MILLIS = 20_000;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient http;
  private final String clientId;
  private final @Nullable ServerAddress override;
  private final Discovery discovery;

  private OidcProvider(
      HttpClient http, String clientId, @Nullable ServerAddress override, Discovery discovery) {
    this.http = http;
    this.clientId = clientId;
    this.override = override;
    this.discovery = discovery;
  }

  /**
   * Asks the provider where its endpoints are.
   *
   * @throws ServerException NOT_DRIFTLESS when there is no provider at the issuer's address or it
   *     is another one; UNREACHABLE or BUSY when it can't be asked now
   */
  static OidcProvider discover(
      HttpClient http, String issuer, String clientId, @Nullable ServerAddress override)
      throws ServerException {
    String address = issuer + "/.well-known/openid-configuration";
    HttpRequest request =
        HttpRequest.newBuilder(safe(address, override)).timeout(TIMEOUT).GET().build();
    HttpAnswer response = exchange(http, request);
    if (response.status() != 200) {
      throw strange(issuer, "status " + response.status());
    }
    Discovery discovery = read(response, Discovery.class, issuer);
    if (!discovery.issuer().equals(issuer)) {
      throw strange(issuer, "it says it is " + discovery.issuer());
    }
    return new OidcProvider(http, clientId, override, discovery);
  }

  /** Begins a sign-on; a person finishes it in a browser. */
  DeviceCode beginDeviceGrant(Pkce pkce) throws ServerException {
    String endpoint = discovery.deviceEndpoint();
    if (endpoint == null) {
      throw strange(discovery.issuer(), "it does not offer the device authorization grant");
    }
    HttpAnswer response =
        post(
            endpoint,
            Map.of(
                "client_id",
                clientId,
                "scope",
                "openid offline_access",
                "code_challenge",
                pkce.challenge(),
                "code_challenge_method",
                "S256"));
    if (response.status() != 200) {
      throw strange(discovery.issuer(), error(response).toString());
    }
    return read(response, DeviceCode.class, discovery.issuer());
  }

  /** Asks for the tokens of a sign-on that was begun. */
  TokenAnswer fetchTokens(DeviceCode code, Pkce pkce) throws ServerException {
    return tokens(
        Map.of(
            "grant_type",
            DEVICE_GRANT,
            "client_id",
            clientId,
            "device_code",
            code.deviceCode(),
            "code_verifier",
            pkce.verifier()));
  }

  /** Exchanges a refresh token for fresh tokens. */
  TokenAnswer refresh(String refreshToken) throws ServerException {
    return tokens(
        Map.of(
            "grant_type", "refresh_token",
            "client_id", clientId,
            "refresh_token", refreshToken));
  }

  /** Ends the sign-on that the refresh token stands for; nothing happens when it had ended. */
  void revoke(String refreshToken) throws ServerException {
    String endpoint = discovery.revocationEndpoint();
    if (endpoint != null) {
      post(endpoint, Map.of("client_id", clientId, "token", refreshToken));
    }
  }

  private TokenAnswer tokens(Map<String, String> form) throws ServerException {
    HttpAnswer response = post(discovery.tokenEndpoint(), form);
    if (response.status() == 200) {
      return new TokenAnswer.Granted(read(response, Tokens.class, discovery.issuer()));
    }
    OAuthError error = error(response);
    return new TokenAnswer.NotGranted(
        error.error(), error.description() == null ? error.error() : error.description());
  }

  private HttpAnswer post(String endpoint, Map<String, String> form) throws ServerException {
    String body =
        form.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpAnswer response =
        exchange(
            http,
            HttpRequest.newBuilder(safe(endpoint, override))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    if (response.status() >= 500 || response.status() == 429) {
      throw new ServerException(
          Kind.BUSY,
          "sign-on-busy",
          "The sign-on at %s can't answer now (status %d)."
              .formatted(discovery.issuer(), response.status()));
    }
    return response;
  }

  private static HttpAnswer exchange(HttpClient http, HttpRequest request) throws ServerException {
    try {
      return new HttpIntake(new SystemClock(), QUIET_MILLIS).exchange(http, request);
    } catch (IOException e) {
      throw new ServerException(
          Kind.UNREACHABLE,
          "sign-on-unreachable",
          "The sign-on at %s can't be reached (%s). Check the network."
              .formatted(
                  request.uri().getAuthority(),
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(Kind.UNREACHABLE, "stopped", "The client is being stopped.");
    }
  }

  private static OAuthError error(HttpAnswer response) {
    try {
      return Codec.json().readValue(response.body(), OAuthError.class);
    } catch (IOException e) {
      return new OAuthError("status-" + response.status(), null);
    }
  }

  private static <T> T read(HttpAnswer response, Class<T> type, String issuer)
      throws ServerException {
    try {
      return Codec.json().readValue(response.body(), type);
    } catch (IOException e) {
      throw strange(issuer, "unreadable answer: " + e.getMessage());
    }
  }

  private static URI safe(String address, @Nullable ServerAddress override) throws ServerException {
    try {
      return ServerAddress.of(AddressOverrides.replaceAuthority(address, override)).uri();
    } catch (BadAddressException e) {
      throw new ServerException(Kind.REFUSED, "unsafe-address", e.getMessage());
    }
  }

  private static ServerException strange(String issuer, String why) {
    return new ServerException(
        Kind.NOT_DRIFTLESS,
        "sign-on-misconfigured",
        "The sign-on at %s can't be used: %s. Tell whoever runs the server."
            .formatted(issuer, why));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
