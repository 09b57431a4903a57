package io.driftless.protocol.cursor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a workspace's journal, bound to the server's epoch and to the commit that wrote the
 * row there, so that a restored or truncated journal is noticed. Opaque outside this package:
 * callers store and compare {@link #token}.
 *
 * @param epoch the server's life in which the revision was read
 * @param revision the last row seen; {@link Revision#NONE} before the first
 * @param commit the commit that wrote that row; all zero at {@link Revision#NONE}
 */
public record Cursor(ServerEpoch epoch, Revision revision, CommitId commit) {

  private static final byte FORM = 1;
  private static final int BYTES = 1 + 16 + 8 + 16;
  private static final CommitId NO_COMMIT = new CommitId(new UUID(0, 0));

  /** The place before the first row. */
  public static Cursor start(ServerEpoch epoch) {
    return new Cursor(epoch, Revision.NONE, NO_COMMIT);
  }

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException when the token was not made by {@link #token}
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Cursor ofToken(String token) {
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    if (bytes.length != BYTES || bytes[0] != FORM) {
      throw new IllegalArgumentException("This is no cursor of this server: " + token);
    }
    ByteBuffer from = ByteBuffer.wrap(bytes, 1, BYTES - 1);
    return new Cursor(
        new ServerEpoch(new UUID(from.getLong(), from.getLong())),
        new Revision(from.getLong()),
        new CommitId(new UUID(from.getLong(), from.getLong())));
  }

  /** The cursor as 55 characters of URL-safe base64 (RFC 4648) without padding. */
  @JsonValue
  public String token() {
    ByteBuffer into = ByteBuffer.allocate(BYTES).put(FORM);
    into.putLong(epoch.value().getMostSignificantBits());
    into.putLong(epoch.value().getLeastSignificantBits());
    into.putLong(revision.value());
    into.putLong(commit.value().getMostSignificantBits());
    into.putLong(commit.value().getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(into.array());
  }

  @Override
  public String toString() {
    return revision + "@" + epoch;
  }
}
