package io.driftless.client.login;

/**
 * What a sign-on leaves on disk.
 *
 * @param issuer the provider
 * @param clientId the client id used there
 * @param refreshToken does not end by itself, but whoever runs the provider can end it
 */
public record StoredSignOn(String issuer, String clientId, String refreshToken) {

  @Override
  public String toString() {
    return "StoredSignOn[" + issuer + "]"; // without the secret
  }
}
