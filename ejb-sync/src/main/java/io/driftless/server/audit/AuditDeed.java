package io.driftless.server.audit;

/**
 * What was done or refused.
 *
 * @param action what, in a few stable words with dots
 * @param result what came of it: {@link #DONE}, or why not, in a stable word
 * @param detail as JSON: ids and numbers, names only where the action is about a name
 */
public record AuditDeed(String action, String result, String detail) {

  /** It was done as wanted. */
  public static final String DONE = "done";

  /** Something that was done as wanted. */
  public static AuditDeed done(String action, String detail) {
    return new AuditDeed(action, DONE, detail);
  }
}
