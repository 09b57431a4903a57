package io.driftless.stack;

import java.util.List;

/**
 * A person of the local realm, as the realm's file has them.
 *
 * @param name what they sign in with
 * @param password their password
 * @param email their address
 * @param roles their realm roles
 */
public record RealmUser(String name, String password, String email, List<String> roles) {

  /** All three. */
  public static final List<RealmUser> ALL =
      List.of(of("ada", "user", "operator"), of("grace", "user"), of("linus", "user", "auditor"));

  /** The person of that name. */
  public static RealmUser named(String name) throws StackException {
    return ALL.stream()
        .filter(user -> user.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new StackException(
                    "There is no user " + name + "; there are ada, grace and linus."));
  }

  private static RealmUser of(String name, String... roles) {
    return new RealmUser(name, name + "-password", name + "@driftless.example", List.of(roles));
  }
}
