package io.driftless.server.journal;

import io.driftless.protocol.cursor.Cursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Where a snapshot goes on.
 *
 * @param replayFrom the head noted before the first page
 * @param path see {@link SnapshotWalk#path}
 */
record SnapshotToken(Cursor replayFrom, List<UUID> path) {

  private static final int ID_BYTES = 16;

  SnapshotToken {
    path = List.copyOf(path);
  }

  static SnapshotToken first(Cursor head) {
    return new SnapshotToken(head, SnapshotWalk.START);
  }

  /** Reads {@link #text}; throws {@link IllegalArgumentException} when it is none. */
  static SnapshotToken of(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("This is no page of a snapshot: " + text);
    }
    byte[] bytes = Base64.getUrlDecoder().decode(text.substring(dot + 1));
    if (bytes.length == 0 || bytes.length % ID_BYTES != 0) {
      throw new IllegalArgumentException("This is no page of a snapshot: " + text);
    }
    ByteBuffer from = ByteBuffer.wrap(bytes);
    List<UUID> path = new ArrayList<>();
    while (from.hasRemaining()) {
      path.add(new UUID(from.getLong(), from.getLong()));
    }
    return new SnapshotToken(Cursor.ofToken(text.substring(0, dot)), path);
  }

  /** The token as text that fits into an address. */
  String text() {
    ByteBuffer into = ByteBuffer.allocate(path.size() * ID_BYTES);
    for (UUID id : path) {
      into.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
    return replayFrom.token()
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(into.array());
  }
}
