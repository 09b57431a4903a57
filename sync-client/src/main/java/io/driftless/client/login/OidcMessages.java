package io.driftless.client.login;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Bodies of an OpenID provider's answers, as far as the client reads them. */
final class OidcMessages {

  private OidcMessages() {}

  /** OpenID Connect Discovery 1.0. */
  record Discovery(
      String issuer,
      @JsonProperty("token_endpoint") String tokenEndpoint,
      @JsonProperty("device_authorization_endpoint") @Nullable String deviceEndpoint,
      @JsonProperty("revocation_endpoint") @Nullable String revocationEndpoint) {}

  /** RFC 8628, section 3.2. */
  record DeviceCode(
      @JsonProperty("device_code") String deviceCode,
      @JsonProperty("user_code") String userCode,
      @JsonProperty("verification_uri") String verificationUri,
      @JsonProperty("verification_uri_complete") @Nullable String verificationUriComplete,
      @JsonProperty("expires_in") int expiresInSeconds,
      @JsonProperty("interval") int intervalSeconds) {}

  /** RFC 6749, section 5.1. */
  record Tokens(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("refresh_token") @Nullable String refreshToken,
      @JsonProperty("expires_in") int expiresInSeconds) {}

  /** RFC 6749, section 5.2. */
  record OAuthError(
      String error, @JsonProperty("error_description") @Nullable String description) {}
}
