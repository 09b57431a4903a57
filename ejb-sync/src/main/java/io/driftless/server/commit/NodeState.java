package io.driftless.server.commit;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * A node as its last journal row left it.
 *
 * @param node which node; never {@link NodeId#ROOT}, which is stored nowhere
 * @param parent the folder that holds it
 * @param name its name there
 * @param kind file, folder or link
 * @param version its current version; null exactly for folders
 * @param deleted whether it was itself removed; a node under a removed folder is not live either,
 *     without being deleted
 * @param revision of its last row
 * @param locationRevision of its last row that changed parent, name or deleted
 */
public record NodeState(
    NodeId node,
    NodeId parent,
    String name,
    NodeKind kind,
    @Nullable FileVersion version,
    boolean deleted,
    Revision revision,
    Revision locationRevision) {

  /** The root folder, as the rule sees it. */
  static final NodeState ROOT =
      new NodeState(
          NodeId.ROOT, NodeId.ROOT, "", NodeKind.FOLDER, null, false, Revision.NONE, Revision.NONE);

  /** Whether it is a folder. */
  public boolean isFolder() {
    return kind == NodeKind.FOLDER;
  }

  /** The number of its current version; NONE for a folder. */
  public VersionNumber versionNumber() {
    return version == null ? VersionNumber.NONE : version.number();
  }

  /** The same node elsewhere, live or removed; revisions as they were. */
  NodeState at(NodeId newParent, String newName, boolean nowDeleted) {
    return new NodeState(
        node, newParent, newName, kind, version, nowDeleted, revision, locationRevision);
  }

  /** The same node with this current version. */
  NodeState with(FileVersion newVersion) {
    return new NodeState(node, parent, name, kind, newVersion, deleted, revision, locationRevision);
  }

  /** Whether both stand at the same place in the same condition. */
  boolean sameLocation(NodeState other) {
    return parent.equals(other.parent) && name.equals(other.name) && deleted == other.deleted;
  }

  NodeState written(Revision row, Revision location) {
    return new NodeState(node, parent, name, kind, version, deleted, row, location);
  }
}
