package io.driftless.client.server;

/** Where the bearer tokens of signed-in calls come from. Safe for use by many threads. */
public interface TokenSource {

  /**
   * A token that should be accepted now; fetches another one when the last is about to end.
   *
   * @throws ServerException kind SIGN_ON when a person must log in again; UNREACHABLE or BUSY when
   *     the sign-on can't be asked
   */
  String token() throws ServerException;

  /** The server did not accept this token: give another one the next time. */
  void refused(String token);
}
