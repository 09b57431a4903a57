package io.driftless.server.node;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.name.NameRules;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * Where the listing of a folder goes on: behind a name. So an entry that nobody touches is listed
 * once, whatever comes and goes beside it.
 *
 * @param after the name of the last one listed
 */
record ChildrenToken(NodeId folder, String after) {

  private static final int ID_BYTES = 16;

  /** Reads {@link #text}; throws {@link IllegalArgumentException} when it is none. */
  static ChildrenToken of(String text) {
    ByteBuffer from = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    if (from.remaining() <= ID_BYTES) {
      throw new IllegalArgumentException("This is no page of a folder: " + text);
    }
    NodeId folder = new NodeId(new UUID(from.getLong(), from.getLong()));
    String after = StandardCharsets.UTF_8.decode(from).toString();
    if (!NameRules.isLegal(after)) {
      throw new IllegalArgumentException("This is no page of a folder: " + text);
    }
    return new ChildrenToken(folder, after);
  }

  /** The token as text that fits into an address. */
  String text() {
    byte[] name = after.getBytes(StandardCharsets.UTF_8);
    ByteBuffer into = ByteBuffer.allocate(ID_BYTES + name.length);
    into.putLong(folder.value().getMostSignificantBits());
    into.putLong(folder.value().getLeastSignificantBits());
    into.put(name);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(into.array());
  }
}
