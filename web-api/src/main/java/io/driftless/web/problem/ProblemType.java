package io.driftless.web.problem;

/**
 * The types of problem that the API tells. Codes are stable: clients decide by them. A code never
 * changes its meaning; new ones may come. Described one by one in docs/protocol.md.
 */
public enum ProblemType {
  INVALID("invalid", 400, "A value is not allowed"),
  MALFORMED("malformed", 400, "The body or the query can't be read"),
  SIGNED_OUT("signed-out", 401, "A valid bearer token is needed"),
  DENIED("denied", 403, "Your role does not allow this"),
  ROLE_NEEDED("role-needed", 403, "Your account lacks a role in the single sign-on"),
  SCOPE_NEEDED("scope-needed", 403, "The token lacks a scope"),
  ACCOUNT_DISABLED("account-disabled", 403, "Your account was shut out"),
  DEVICE_UNKNOWN("device-unknown", 403, "The device is not one of yours"),
  DEVICE_REVOKED("device-revoked", 403, "The device was unlinked"),
  NOT_FOUND("not-found", 404, "There is nothing here for you"),
  ACCOUNT_UNKNOWN("account-unknown", 404, "Nobody of that name has signed in"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This address does not take this method"),
  NOT_ACCEPTABLE("not-acceptable", 406, "The answer does not come in that form"),
  LAST_OWNER("last-owner", 409, "A workspace keeps an owner"),
  PERSONAL_WORKSPACE("personal-workspace", 409, "A personal workspace stays with its person"),
  TOO_MANY("too-many", 409, "You have as many of these as you may have"),
  UPLOAD_OFFSET("upload-offset", 409, "The upload has come to another offset"),
  STALE("stale", 409, "It was changed meanwhile"),
  NAME_TAKEN("name-taken", 409, "Something else has that name"),
  JOB_UNDER_WAY("job-under-way", 409, "The job's state does not allow it"),
  PARENT_GONE("parent-gone", 409, "There is no such folder"),
  RESYNC("resync", 410, "The cursor leads nowhere: read the snapshot"),
  EPOCH_CHANGED("epoch-changed", 410, "The server was restored: read the snapshot and merge"),
  PRECONDITION_FAILED("precondition-failed", 412, "It is not what you have seen"),
  TUS_VERSION("tus-version", 412, "Send Tus-Resumable: 1.0.0"),
  TOO_LARGE("too-large", 413, "The body is too large"),
  UNSUPPORTED_MEDIA("unsupported-media", 415, "The body has a form that is not taken here"),
  RANGE_NOT_SATISFIABLE("range-not-satisfiable", 416, "The content has no such bytes"),
  LOCKED("locked", 423, "Somebody else has locked it"),
  HELD("held", 423, "Too much was deleted or rewritten at once"),
  UPLOAD_BUSY("upload-busy", 423, "Another call is at work on the upload"),
  PRECONDITION_REQUIRED("precondition-required", 428, "Say what you have seen"),
  UNCOMMITTED_LIMIT("uncommitted-limit", 429, "Too much was uploaded and not committed"),
  TOO_MANY_CALLS("too-many-calls", 429, "You call more than you may"),
  CHECKSUM_MISMATCH("checksum-mismatch", 460, "The bytes do not fit their checksum"),
  INTERNAL("internal", 500, "The server failed"),
  NOT_YET("not-yet", 503, "The journal has not come that far yet"),
  UNAVAILABLE("unavailable", 503, "A part of the server is down"),
  NOT_VERIFIED("not-verified", 503, "The content is still being checked"),
  OVER_QUOTA("over-quota", 507, "The workspace is full"),
  OTHER("other", 0, "The request can't be served");

  /** Where the types are; relative, so that they do not change with a server's address. */
  private static final String BASE = "/problems/";

  private final String code;
  private final int status;
  private final String title;

  ProblemType(String code, int status, String title) {
    this.code = code;
    this.status = status;
    this.title = title;
  }

  /** The code, the last part of {@link #uri}. */
  public String code() {
    return code;
  }

  /** The type's URI reference. */
  public String uri() {
    return BASE + code;
  }

  /** The HTTP status; 0 when it depends. */
  public int status() {
    return status;
  }

  /** What went wrong, the same for every case. */
  public String title() {
    return title;
  }
}
