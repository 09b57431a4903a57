package io.driftless.server.access;

import java.util.Locale;

/** Why a call is refused. The names are stable: they become the problem types of the API. */
public enum Refusal {
  /** A value is outside of what is allowed. */
  INVALID,
  /** There is no such thing, or not for this caller: both look the same from outside. */
  NOT_FOUND,
  /** The caller's role in the workspace does not allow it. */
  DENIED,
  /** The account was shut out by an operator. */
  ACCOUNT_DISABLED,
  /** The device that the call names is not one of the caller's. */
  DEVICE_UNKNOWN,
  /** The device that the call names was unlinked. */
  DEVICE_REVOKED,
  /** Nobody with that name ever signed in here. */
  ACCOUNT_UNKNOWN,
  /** A workspace keeps at least one owner. */
  LAST_OWNER,
  /** A personal workspace stays with its person. */
  PERSONAL_WORKSPACE,
  /** The account has as many as it may have. */
  TOO_MANY,
  /** It was changed since the caller saw it. */
  STALE,
  /** Somebody else has locked it. */
  LOCKED,
  /** Too much was deleted or rewritten at once: somebody decides first. */
  HELD,
  /** A live sibling has that name. */
  NAME_TAKEN,
  /** The folder that it should lie in is not there. */
  PARENT_GONE,
  /** It is not in the state that the caller named. */
  PRECONDITION_FAILED,
  /** It does not fit into what the workspace may hold. */
  OVER_QUOTA,
  /** A run of the job is under way, or over. */
  JOB_UNDER_WAY,
  /** Its content is still being checked. */
  NOT_VERIFIED,
  /** More was uploaded than committed; commit or wait. */
  UNCOMMITTED_LIMIT,
  /** More calls at once, or in a time, than an account may make; wait. */
  TOO_MANY_CALLS,
  /** The journal has not come that far yet. */
  NOT_YET,
  /** The cursor leads nowhere in this journal: page the snapshot. */
  RESYNC,
  /** The cursor is of an earlier life of the server: merge, delete nothing. */
  EPOCH_CHANGED,
  /** A part of the server that the call needs is down. */
  UNAVAILABLE;

  /** The name as it is told outside: small letters and hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
