package io.driftless.web.resource;

import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.BurstId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.HookId;
import io.driftless.protocol.id.InvitationId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.OperationId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ShareId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.RefusedException;
import io.driftless.web.problem.ProblemException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads ids and values from addresses. What is no id names nothing: 404. */
public final class PathIds {

  private PathIds() {}

  /** The workspace of a path. */
  public static WorkspaceId workspace(String text) {
    try {
      WorkspaceId id = WorkspaceId.of(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw missing("workspace", e);
    }
    throw RefusedException.notFound("workspace");
  }

  /** The node of a path. */
  public static NodeId node(String text) {
    try {
      NodeId id = NodeId.of(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw missing("node", e);
    }
    throw RefusedException.notFound("node");
  }

  static OperationId operation(String text) {
    try {
      return OperationId.of(text);
    } catch (IllegalArgumentException e) {
      throw missing("operation", e);
    }
  }

  static ShareId share(String text) {
    try {
      return ShareId.of(text);
    } catch (IllegalArgumentException e) {
      throw missing("link", e);
    }
  }

  static InvitationId invitation(String text) {
    try {
      return InvitationId.of(text);
    } catch (IllegalArgumentException e) {
      throw missing("invitation", e);
    }
  }

  static BurstId burst(String text) {
    try {
      return BurstId.of(text);
    } catch (IllegalArgumentException e) {
      throw missing("burst", e);
    }
  }

  static HookId hook(String text) {
    try {
      return HookId.of(text);
    } catch (IllegalArgumentException e) {
      throw missing("webhook", e);
    }
  }

  static DeviceId device(String text) {
    try {
      return new DeviceId(text);
    } catch (IllegalArgumentException e) {
      throw missing("device", e);
    }
  }

  static Cursor cursor(@Nullable String text) {
    if (text == null) {
      throw ProblemException.invalid(
          "cursor", "The cursor is missing; a new device begins with the snapshot.");
    }
    try {
      return Cursor.ofToken(text);
    } catch (IllegalArgumentException e) {
      throw caused(ProblemException.invalid("cursor", "This is no cursor."), e);
    }
  }

  static int limit(@Nullable String text, int otherwise, int most) {
    if (text == null) {
      return otherwise;
    }
    long number = number("limit", text);
    if (number < 1) {
      throw ProblemException.invalid("limit", "The limit is 1 or more.");
    }
    return (int) Math.min(number, most);
  }

  /** A span of time in whole seconds. */
  static int seconds(String field, @Nullable String text, int otherwise, int most) {
    if (text == null) {
      return otherwise;
    }
    long number = number(field, text);
    if (number < 0) {
      throw ProblemException.invalid(field, "A time is 0 seconds or more.");
    }
    return (int) Math.min(number, most);
  }

  static Revision revision(String field, @Nullable String text) {
    if (text == null) {
      return Revision.NONE;
    }
    long number = number(field, text);
    if (number < 0) {
      throw ProblemException.invalid(field, "A revision is 0 or more.");
    }
    return new Revision(number);
  }

  /** A version number of the query; null when there is none. */
  static @Nullable VersionNumber version(String field, @Nullable String text) {
    if (text == null) {
      return null;
    }
    long number = number(field, text);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw ProblemException.invalid(field, "A version is 1 or more.");
    }
    return new VersionNumber((int) number);
  }

  /** A version number of the path. */
  static VersionNumber version(String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw RefusedException.notFound("version");
    }
    return new VersionNumber(Integer.parseInt(text));
  }

  /** The number of a run in the path. */
  static long run(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw RefusedException.notFound("run");
    }
    return Long.parseLong(text);
  }

  /** The name of a dead letter in the path. */
  static String letter(String text) {
    if (!text.matches("[A-Za-z0-9-]{1,64}")) {
      throw RefusedException.notFound("dead letter");
    }
    return text;
  }

  /** A time of the query, as in RFC 3339. */
  static Instant time(String field, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      ProblemException problem =
          ProblemException.invalid(field, "A time is like 2026-01-31T12:00:00Z.");
      problem.addSuppressed(e);
      throw problem;
    }
  }

  /** The key with which a call may be repeated; null when there is none. */
  static @Nullable CommitId idempotencyKey(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return CommitId.of(text);
    } catch (IllegalArgumentException e) {
      throw caused(
          ProblemException.invalid(ApiConventions.KEY_HEADER, "The key has to be a UUID."), e);
    }
  }

  private static long number(String field, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw caused(ProblemException.invalid(field, "'%s' has to be a number.".formatted(field)), e);
    }
  }

  private static RefusedException missing(String what, IllegalArgumentException e) {
    RefusedException missing = RefusedException.notFound(what);
    missing.initCause(e);
    return missing;
  }

  private static ProblemException caused(ProblemException problem, IllegalArgumentException e) {
    problem.addSuppressed(e);
    return problem;
  }
}
