package io.driftless.client.engine;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.node.NodeRow;

/**
 * Takes down what the engine did to the disk and what it sent, for people who ask why. Called on
 * the engine's thread; returns at once and never fails.
 */
public interface Deeds {

  /** What the engine did, and so the rule that made it. */
  enum Rule {
    /** A version that came from the server was put in place. */
    FETCHED,
    /** A folder that was made elsewhere was made here. */
    FOLDER_MADE,
    /** It was renamed or moved elsewhere, and so here. */
    MOVED,
    /** It was deleted elsewhere, and so here. */
    REMOVED,
    /** It is in a folder that this device leaves out; the server has it. */
    LEFT_OUT,
    /** It was changed here and elsewhere: what was here became a conflicted copy. */
    SET_ASIDE,
    /** A change that was made here was accepted by the server. */
    SENT
  }

  /** Takes nothing down. */
  Deeds NONE =
      new Deeds() {
        @Override
        public void heard(NodeRow row) {}

        @Override
        public void did(
            Rule rule, NodeId node, NodeId cause, String path, String before, Revision revision) {}
      };

  /** The server told of a change, which leads to deeds on its node. */
  void heard(NodeRow row);

  /**
   * Something was done.
   *
   * @param node what it was done to
   * @param cause the node whose change led to it; most often the same
   * @param path where it is now, or was when it is gone
   * @param before where it was before; the same when it was not moved
   * @param revision of the cause's journal row, or of the one that this made
   */
  void did(Rule rule, NodeId node, NodeId cause, String path, String before, Revision revision);
}
