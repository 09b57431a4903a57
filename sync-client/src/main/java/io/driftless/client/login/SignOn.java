package io.driftless.client.login;

import io.driftless.client.address.ServerAddress;
import io.driftless.client.home.SecretFile;
import io.driftless.client.login.OidcMessages.Tokens;
import io.driftless.client.server.ServerException;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.client.server.TokenSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The device's lasting sign-on: gives access tokens and fetches a fresh one when the last is about
 * to end. A refresh token that the provider changes is on disk before the new access token is used.
 */
public final class SignOn implements TokenSource {

  /** An access token is not used in its last seconds, so that it does not end on its way. */
  private static final int SPARE_SECONDS = 20;

  private final HttpClient http;
  private final SecretFile<StoredSignOn> file;
  private final @Nullable ServerAddress override;
  private final Clock clock;
  private @Nullable OidcProvider provider;
  private @Nullable String accessToken;
  private Instant usableUntil = Instant.MIN;

  /**
   * The sign-on kept in a file.
   *
   * @param override instead of the issuer's scheme, host and port; null for none
   */
  public SignOn(
      HttpClient http,
      SecretFile<StoredSignOn> file,
      @Nullable ServerAddress override,
      Clock clock) {
    this.http = http;
    this.file = file;
    this.override = override;
    this.clock = clock;
  }

  @Override
  public synchronized String token() throws ServerException {
    String now = accessToken;
    if (now != null && clock.instant().isBefore(usableUntil)) {
      return now;
    }
    return refresh();
  }

  @Override
  public synchronized void refused(String token) {
    if (token.equals(accessToken)) {
      accessToken = null;
    }
  }

  /** Ends the sign-on at the provider and forgets it here. */
  public synchronized void end() throws IOException {
    StoredSignOn stored = file.read();
    if (stored != null) {
      try {
        provider(stored).revoke(stored.refreshToken());
      } finally {
        file.delete();
      }
    }
    accessToken = null;
  }

  private String refresh() throws ServerException {
    StoredSignOn stored = stored();
    TokenAnswer answer = provider(stored).refresh(stored.refreshToken());
    if (!(answer instanceof TokenAnswer.Granted granted)) {
      TokenAnswer.NotGranted not = (TokenAnswer.NotGranted) answer;
      throw new ServerException(
          Kind.SIGN_ON,
          ServerException.codeOf(Kind.SIGN_ON),
          "The sign-on has ended (%s). Run 'driftless login' again; nothing is lost."
              .formatted(not.description()));
    }
    Tokens tokens = granted.tokens();
    String next = tokens.refreshToken();
    if (next != null && !next.equals(stored.refreshToken())) {
      keep(new StoredSignOn(stored.issuer(), stored.clientId(), next));
    }
    accessToken = tokens.accessToken();
    usableUntil =
        clock
            .instant()
            .plusSeconds(
                Math.max(tokens.expiresInSeconds() - SPARE_SECONDS, tokens.expiresInSeconds() / 2));
    return tokens.accessToken();
  }

  private StoredSignOn stored() throws ServerException {
    StoredSignOn stored;
    try {
      stored = file.read();
    } catch (IOException e) {
      throw new ServerException(
          Kind.SIGN_ON,
          ServerException.codeOf(Kind.SIGN_ON),
          "The stored sign-on can't be read (%s). Run 'driftless login' again."
              .formatted(e.getMessage()));
    }
    if (stored == null) {
      throw new ServerException(
          Kind.SIGN_ON,
          ServerException.codeOf(Kind.SIGN_ON),
          "This device is not signed in. Run 'driftless login SERVER' first.");
    }
    return stored;
  }

  private void keep(StoredSignOn stored) throws ServerException {
    try {
      file.write(stored);
    } catch (IOException e) {
      throw new ServerException(
          Kind.BUSY,
          "sign-on-not-stored",
          "The renewed sign-on can't be written to disk (%s). Make room or check the rights."
              .formatted(e.getMessage()));
    }
  }

  private OidcProvider provider(StoredSignOn stored) throws ServerException {
    OidcProvider known = provider;
    if (known == null) {
      known = OidcProvider.discover(http, stored.issuer(), stored.clientId(), override);
      provider = known;
    }
    return known;
  }
}
