package io.driftless.client.plan;

import io.driftless.client.tree.Place;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import org.jspecify.annotations.Nullable;

/** What to do next about one node. */
public sealed interface Action {

  /** Which node. */
  NodeId node();

  /** Changes what is known only; takes effect at once. */
  sealed interface Fact extends Action {}

  /** Changes the disk. */
  sealed interface Disk extends Action {}

  /** Asks the server for a change, in the next commit that takes it. */
  sealed interface Send extends Action {}

  /** Device and server agree on this; null: they never did. */
  record Agree(NodeId node, @Nullable SyncedEntry on) implements Fact {}

  /** What is on the disk under this node is another one, which is not on the disk. */
  record TakeId(NodeId node, NodeId into) implements Fact {}

  /**
   * What is on the disk under this node becomes a new node, and is no part of this one any more.
   */
  record Renew(NodeId node) implements Fact {}

  /**
   * The content here and there has the same digest: compare the recipes. If they are equal, agree;
   * if not, {@link SetAside}.
   */
  record Compare(NodeId node) implements Action {}

  /** The local content becomes a conflicted copy, a new node; this one is not on the disk then. */
  record SetAside(NodeId node, Place copy) implements Disk {}

  /** Renames on the disk; the node stays what it is. */
  record MoveHere(NodeId node, Place to) implements Disk {}

  /** Makes the folder on the disk. */
  record MakeHere(NodeId node) implements Disk {}

  /** Fetches the remote version and puts it in place, over the local one if there is one. */
  record Fetch(NodeId node) implements Disk {}

  /** Takes the file, link or empty folder off the disk. */
  record RemoveHere(NodeId node) implements Disk {}

  /** The local content becomes the next version, or the node's first. */
  record SendPut(NodeId node) implements Send {}

  /** The local folder is made there. */
  record SendFolder(NodeId node) implements Send {}

  /** The node is moved there to where it is here. */
  record SendMove(NodeId node) implements Send {}

  /** The node is removed there, with everything beneath. */
  record SendRemove(NodeId node) implements Send {}

  /**
   * Nothing can be done now.
   *
   * @param on the node whose change may end the waiting; the node itself when it is busy or unread
   */
  record Wait(NodeId node, Reason reason, NodeId on) implements Action {}

  /** Why a node waits. */
  enum Reason {
    /** Something is being done about it, or its answer is awaited. */
    BUSY,
    /** Its content has not been read yet. */
    UNREAD,
    /** The folder that it belongs in is not there yet. */
    PARENT,
    /** Another node is still where it belongs. */
    OCCUPIED,
    /** Something is still in the folder. */
    NOT_EMPTY,
    /** Goes with the folder that holds it. */
    COVERED
  }
}
