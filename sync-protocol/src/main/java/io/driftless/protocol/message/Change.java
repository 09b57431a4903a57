package io.driftless.protocol.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * One wish of a device about one node. Changes with the same group other than 0 are taken all or
 * none, and their names are checked at the group's end, so that swaps and cycles pass.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Change.Put.class, name = "put"),
  @JsonSubTypes.Type(value = Change.MakeFolder.class, name = "makeFolder"),
  @JsonSubTypes.Type(value = Change.Move.class, name = "move"),
  @JsonSubTypes.Type(value = Change.Remove.class, name = "remove"),
  @JsonSubTypes.Type(value = Change.Restore.class, name = "restore")
})
public sealed interface Change {

  /** The node that is changed. */
  NodeId node();

  /** The group that it belongs to; 0 for none. Members of a group stand next to each other. */
  int group();

  /**
   * New content. Creates the node when {@code base} is NONE, then {@code parent} and {@code name}
   * place it; else it is the next version of the node, wherever that has moved meanwhile, and both
   * are null.
   *
   * @param kind file or link
   * @param base the version that the content was made from; another current one answers {@code
   *     stale}
   */
  record Put(
      NodeId node,
      @Nullable NodeId parent,
      @Nullable String name,
      NodeKind kind,
      VersionNumber base,
      Content content,
      int group)
      implements Change {}

  /** A new folder. When a live folder holds the name, it answers {@code merged} into that one. */
  record MakeFolder(NodeId node, NodeId parent, String name, int group) implements Change {}

  /**
   * Another place or name for a node.
   *
   * @param base the node's last revision that the device has seen; stale if it was moved, removed
   *     or restored since
   */
  record Move(NodeId node, NodeId parent, String name, Revision base, int group)
      implements Change {}

  /**
   * Removes a node; of a folder everything beneath, as one row.
   *
   * @param baseVersion the version of a file or link that the device saw last; NONE for a folder
   * @param baseRevision for a file or link the node's last revision seen; for a folder the revision
   *     of the workspace up to which the device has seen everything beneath
   */
  record Remove(NodeId node, VersionNumber baseVersion, Revision baseRevision, int group)
      implements Change {}

  /**
   * Brings back a removed node, or an older content of a node as its next version.
   *
   * @param parent where to; null for where it was
   * @param name null for the name that it had
   * @param from the version to bring back; NONE for the last one
   * @param base the current version that the device has seen
   */
  record Restore(
      NodeId node,
      @Nullable NodeId parent,
      @Nullable String name,
      VersionNumber from,
      VersionNumber base,
      int group)
      implements Change {}
}
