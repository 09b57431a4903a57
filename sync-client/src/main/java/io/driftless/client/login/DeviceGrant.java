package io.driftless.client.login;

import io.driftless.client.address.ServerAddress;
import io.driftless.client.login.OidcMessages.DeviceCode;
import io.driftless.client.login.OidcMessages.Tokens;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.client.time.Pause;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The device authorization grant (RFC 8628) with PKCE: shows a code, and waits until a person has
 * entered it in a browser, at most for as long as the provider keeps the code.
 */
public final class DeviceGrant {

  /**
   * RFC 8628, section 3.5: what to add after {@code slow_down}, and to assume when none is told.
   */
  private static final int SLOW_DOWN_SECONDS = 5;

  private final HttpClient http;
  private final Pause pause;
  private final SecureRandom random = new SecureRandom();

  public DeviceGrant(HttpClient http, Pause pause) {
    this.http = http;
    this.pause = pause;
  }

  /** Shows a person what to do. */
  public interface Prompt {

    /**
     * Open the address, check the code, agree.
     *
     * @param address leads there with the code filled in when the provider can do that
     * @param userCode to compare or to type
     */
    void show(String address, String userCode);
  }

  /**
   * Signs a person on.
   *
   * @param override instead of the issuer's scheme, host and port; null for none
   * @throws ServerException SIGN_ON when the person refused or let the code run out
   */
  public StoredSignOn signOn(
      String issuer, String clientId, @Nullable ServerAddress override, Prompt prompt)
      throws ServerException {
    OidcProvider provider = OidcProvider.discover(http, issuer, clientId, override);
    Pkce pkce = Pkce.random(random);
    DeviceCode code = provider.beginDeviceGrant(pkce);
    String complete = code.verificationUriComplete();
    prompt.show(complete == null ? code.verificationUri() : complete, code.userCode());
    Tokens tokens = waitForPerson(provider, code, pkce);
    String refresh = tokens.refreshToken();
    if (refresh == null) {
      throw new ServerException(
          Kind.NOT_DRIFTLESS,
          "sign-on-misconfigured",
          "The sign-on gave no refresh token. Tell whoever runs the server.");
    }
    return new StoredSignOn(issuer, clientId, refresh);
  }

  private Tokens waitForPerson(OidcProvider provider, DeviceCode code, Pkce pkce)
      throws ServerException {
    int interval = code.intervalSeconds() > 0 ? code.intervalSeconds() : SLOW_DOWN_SECONDS;
    for (int waited = 0; waited < code.expiresInSeconds(); waited += interval) {
      rest(interval);
      TokenAnswer answer;
      try {
        answer = provider.fetchTokens(code, pkce);
      } catch (ServerException e) {
        if (e.passing()) {
          continue; // the person may take longer than the network's bad moment
        }
        throw e;
      }
      if (answer instanceof TokenAnswer.Granted granted) {
        return granted.tokens();
      }
      TokenAnswer.NotGranted not = (TokenAnswer.NotGranted) answer;
      switch (not.error()) {
        case "authorization_pending" -> {}
        case "slow_down" -> interval += SLOW_DOWN_SECONDS;
        case "access_denied" ->
            throw ended("The sign-on was refused in the browser. Run 'driftless login' again.");
        case "expired_token" -> throw tooLate();
        default -> throw ended("The sign-on failed: " + not.description() + ".");
      }
    }
    throw tooLate();
  }

  private static ServerException tooLate() {
    return ended("Nobody confirmed the code in time. Run 'driftless login' again.");
  }

  private static ServerException ended(String message) {
    return new ServerException(Kind.SIGN_ON, ServerException.codeOf(Kind.SIGN_ON), message);
  }

  private void rest(int seconds) throws ServerException {
    try {
      pause.millis(seconds * 1_000L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ended("The sign-on was broken off.");
    }
  }
}
