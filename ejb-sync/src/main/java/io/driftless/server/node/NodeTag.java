package io.driftless.server.node;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.id.CommitId;

/**
 * The entity tag of a node (RFC 9110, 8.8.3), without its quotes: its last row. Every change of the
 * node itself makes another one; what happens above or beneath it does not.
 */
public final class NodeTag {

  private static final int COMMIT_DIGITS = 8;

  private NodeTag() {}

  /** The tag of a node in this state. */
  public static String of(NodeInfo node) {
    CommitId commit = node.commit();
    if (commit == null) {
      return node.revision().toString();
    }
    String text = commit.toString();
    return node.revision() + "-" + text.substring(text.length() - COMMIT_DIGITS);
  }
}
