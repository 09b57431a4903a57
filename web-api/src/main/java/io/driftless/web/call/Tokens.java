package io.driftless.web.call;

import io.driftless.server.account.Person;
import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.http.oidc.AccessToken;
import org.wildfly.security.http.oidc.OidcPrincipal;

/** Reads who a person is from a token that the container has checked. */
final class Tokens {

  private static final Pattern BLANK = Pattern.compile(" ");

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
        checkedEmail(token),
        token.getClaimValueAsString(AccessToken.NAME));
  }

  /** The scopes of ours that the token of this principal holds. */
  static Set<String> scopes(@Nullable Principal principal) {
    if (!(principal instanceof OidcPrincipal<?> signedIn)) {
      return Set.of();
    }
    String held = signedIn.getOidcSecurityContext().getToken().getClaimValueAsString("scope");
    return held == null
        ? Set.of()
        : BLANK.splitAsStream(held).filter(Scopes.ALL::contains).collect(Collectors.toSet());
  }

  /** An address that the sign-on has checked; nobody is found by another. */
  private static @Nullable String checkedEmail(AccessToken token) {
    return Boolean.TRUE.equals(token.getClaimValue("email_verified")) ? token.getEmail() : null;
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
