package io.driftless.server.node;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.NodeMessages.NodePage;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.name.NameRules;
import io.driftless.server.access.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

  /**
   * The name after which a page begins.
   *
   * @param page the token of the page before; null for the first
   */
  static String after(NodeId folder, @Nullable String page) {
    if (page == null) {
      return "";
    }
    RefusedException refused =
        RefusedException.invalid("page", "This is no page of this folder. Begin again.");
    try {
      ChildrenToken token = of(page);
      if (token.folder().equals(folder)) {
        return token.after();
      }
    } catch (IllegalArgumentException e) {
      refused.initCause(e);
    }
    throw refused;
  }

  /** A page of some children, of which there may be one more than belong into it. */
  static NodePage page(NodeId folder, List<NodeInfo> found, int limit) {
    if (found.size() <= limit) {
      return new NodePage(found, null);
    }
    List<NodeInfo> nodes = found.subList(0, limit);
    return new NodePage(nodes, new ChildrenToken(folder, nodes.get(limit - 1).name()).text());
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
