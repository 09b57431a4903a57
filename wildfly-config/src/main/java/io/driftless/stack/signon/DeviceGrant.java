package io.driftless.stack.signon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.stack.RealmUser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The device authorization grant (RFC 8628) with PKCE at the local Keycloak, both sides of it: the
 * person who opens the verification address, signs in and consents, and, for tools that need a
 * token themselves, the device.
 */
public final class DeviceGrant {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String CLIENT = "driftless-client";

  /** Login page, consent page, and what may lie between; the last page has no form to send. */
  private static final int MOST_FORMS = 4;

  private final String issuer;

  /** At the realm of that address. */
  public DeviceGrant(String issuer) {
    this.issuer = issuer;
  }

  /**
   * Does what a person does with the address that a device shows ({@code
   * verification_uri_complete}).
   *
   * @throws IOException when a page is not what it should be, with its words
   */
  public void approve(URI verification, RealmUser user) throws IOException, InterruptedException {
    HttpClient browser = browser();
    HttpResponse<String> page = browser.send(get(verification), BodyHandlers.ofString());
    for (int sent = 0; sent < MOST_FORMS; sent++) {
      if (page.body().contains("kc-form-login")) {
        page = send(browser, page, Map.of("username", user.name(), "password", user.password()));
        if (page.body().contains("kc-form-login")) {
          throw new IOException("Keycloak refused " + user.name() + ": " + textOf(page));
        }
      } else if (page.body().contains("name=\"accept\"")) {
        page = send(browser, page, Map.of("accept", "Yes"));
      } else {
        break;
      }
    }
    if (page.statusCode() != 200 || !page.body().contains("kc-page-title")) {
      throw new IOException("the device was not approved: " + textOf(page));
    }
  }

  /** An access token of that person, got the way a device gets it. */
  public String accessToken(RealmUser user) throws IOException, InterruptedException {
    String verifier = random();
    Map<String, String> request = new LinkedHashMap<>();
    request.put("client_id", CLIENT);
    request.put("scope", "openid");
    request.put("code_challenge", challenge(verifier));
    request.put("code_challenge_method", "S256");
    HttpClient device = browser();
    JsonNode grant = post(device, "/protocol/openid-connect/auth/device", request);
    approve(URI.create(text(grant, "verification_uri_complete")), user);
    Map<String, String> exchange = new LinkedHashMap<>();
    exchange.put("client_id", CLIENT);
    exchange.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    exchange.put("device_code", text(grant, "device_code"));
    exchange.put("code_verifier", verifier);
    return text(post(device, "/protocol/openid-connect/token", exchange), "access_token");
  }

  private JsonNode post(HttpClient client, String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            form(URI.create(issuer + path), HtmlForm.encode(fields)), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private static String text(JsonNode node, String field) throws IOException {
    if (!node.hasNonNull(field)) {
      throw new IOException("Keycloak's answer has no " + field);
    }
    return node.get(field).asText();
  }

  private static HttpResponse<String> send(
      HttpClient browser, HttpResponse<String> page, Map<String, String> fields)
      throws IOException, InterruptedException {
    HtmlForm form = HtmlForm.of(page.uri(), page.body());
    return browser.send(form(form.action(), form.body(fields)), BodyHandlers.ofString());
  }

  private static String textOf(HttpResponse<String> page) {
    return page.statusCode() + " " + HtmlForm.textOf(page.body());
  }

  private static HttpClient browser() {
    return HttpClient.newBuilder()
        .cookieHandler(new LoopbackCookies())
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(LIMIT)
        .build();
  }

  private static HttpRequest get(URI address) {
    return HttpRequest.newBuilder(address).timeout(LIMIT).GET().build();
  }

  private static HttpRequest form(URI address, String body) {
    return HttpRequest.newBuilder(address)
        .timeout(LIMIT)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static String random() {
    byte[] bytes = new byte[48];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
