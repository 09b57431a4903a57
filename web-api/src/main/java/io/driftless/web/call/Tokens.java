package io.driftless.web.call;

import io.driftless.server.account.Person;
import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.http.oidc.AccessToken;
import org.wildfly.security.http.oidc.OidcPrincipal;

/** Reads who a person is from a token that the container has checked. */
final class Tokens {

  private Tokens() {}

  /** The person; null when the principal did not come from a token or lacks an identity. */
  static @Nullable Person person(@Nullable Principal principal) {
    if (!(principal instanceof OidcPrincipal<?> signedIn)) {
      return null;
    }
    AccessToken token = signedIn.getOidcSecurityContext().getToken();
    String issuer = token.getIssuer();
    String subject = token.getSubject();
    if (issuer == null || subject == null) {
      return null;
    }
    String username = token.getPreferredUsername();
    return new Person(
        issuer,
        subject,
        username == null ? subject : username,
        token.getEmail(),
        token.getClaimValueAsString(AccessToken.NAME));
  }

  /** When the token of this principal expires. */
  static Instant until(@Nullable Principal principal) {
    if (principal instanceof OidcPrincipal<?> signedIn) {
      Long expires = signedIn.getOidcSecurityContext().getToken().getExpiration();
      return expires == null ? Instant.MAX : Instant.ofEpochSecond(expires);
    }
    return Instant.MAX;
  }
}
