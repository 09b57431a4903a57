package io.driftless.client.tree;

import io.driftless.client.files.FileStamp;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How what was done changes what is known: one method for each thing that can happen. */
public final class Facts {

  private final Trees trees;

  /** Facts about these trees. */
  public Facts(Trees trees) {
    this.trees = trees;
  }

  /** Device and server agree; null: they never did. */
  public void agreed(NodeId node, @Nullable SyncedEntry on) {
    trees.put(trees.get(node).withSynced(on));
  }

  /** What was agreed on a node, and on all in it on the disk, does not count any more. */
  public void forgotten(NodeId node) {
    List.copyOf(trees.localChildren(node)).forEach(this::forgotten);
    agreed(node, null);
  }

  /** What was local under one node is another's; that one must not be on the disk. */
  public void tookId(NodeId from, NodeId into) {
    NodeState old = trees.get(from);
    NodeState target = trees.get(into);
    LocalEntry local = old.local();
    if (local == null || target.local() != null) {
      throw new IllegalStateException("%s can't become %s on the disk".formatted(from, into));
    }
    trees.put(old.withLocal(null).withSynced(null).awaiting(Revision.NONE));
    trees.put(target.withLocal(local));
    for (NodeId child : List.copyOf(trees.localChildren(from))) {
      NodeState state = trees.get(child);
      LocalEntry entry = Objects.requireNonNull(state.local());
      LocalEntry moved =
          new LocalEntry(
              new Place(into, entry.place().name()),
              entry.shownAs(),
              entry.kind(),
              entry.stamp(),
              entry.content());
      SyncedEntry synced = state.synced();
      // What was agreed beneath the old id stays agreed beneath the new one.
      if (synced != null && synced.place().parent().equals(from)) {
        synced = synced.at(new Place(into, synced.place().name()));
      }
      trees.put(state.withLocal(moved).withSynced(synced));
    }
  }

  /** The local folder or file is a fresh node from now on. */
  public void renewed(NodeId from, NodeId fresh) {
    NodeState old = trees.get(from);
    LocalEntry local = Objects.requireNonNull(old.local());
    trees.put(old.withLocal(null).withSynced(null));
    trees.put(NodeState.unknown(fresh).withLocal(local));
    for (NodeId child : List.copyOf(trees.localChildren(from))) {
      NodeState state = trees.get(child);
      LocalEntry entry = Objects.requireNonNull(state.local());
      trees.put(
          state.withLocal(
              new LocalEntry(
                  new Place(fresh, entry.place().name()),
                  entry.shownAs(),
                  entry.kind(),
                  entry.stamp(),
                  entry.content())));
    }
  }

  /** The local content is a conflicted copy, a fresh node at its own place. */
  public void setAside(NodeId node, NodeId copy, Place place, FileStamp stamp) {
    setAside(node, copy, place, null, stamp);
  }

  /** The same under a name on the disk that is not its own; null for its own. */
  public void setAside(
      NodeId node, NodeId copy, Place place, @Nullable String shownAs, FileStamp stamp) {
    NodeState old = trees.get(node);
    LocalEntry local = Objects.requireNonNull(old.local());
    trees.put(old.withLocal(null).withSynced(null));
    trees.put(
        NodeState.unknown(copy).withLocal(local.at(place, shownAs).read(stamp, local.content())));
  }

  /** The node stands elsewhere on the disk now. */
  public void movedHere(NodeId node, Place to, FileStamp stamp) {
    movedHere(node, to, null, stamp);
  }

  /** The same under a name on the disk that is not its own; null for its own. */
  public void movedHere(NodeId node, Place to, @Nullable String shownAs, FileStamp stamp) {
    NodeState old = trees.get(node);
    LocalEntry local = Objects.requireNonNull(old.local());
    RemoteEntry remote = old.remote();
    SyncedEntry synced = old.synced();
    if (synced != null && remote != null && remote.place().equals(to)) {
      synced = synced.at(to);
    }
    trees.put(old.withLocal(local.at(to, shownAs).read(stamp, local.content())).withSynced(synced));
  }

  /** The folder was made on the disk at its remote place. */
  public void madeHere(NodeId node, FileStamp stamp) {
    madeHere(node, null, stamp);
  }

  /** The same under a name on the disk that is not its own; null for its own. */
  public void madeHere(NodeId node, @Nullable String shownAs, FileStamp stamp) {
    NodeState old = trees.get(node);
    RemoteEntry remote = Objects.requireNonNull(old.remote());
    trees.put(
        old.withLocal(new LocalEntry(remote.place(), shownAs, NodeKind.FOLDER, stamp, null))
            .withSynced(new SyncedEntry(remote.place(), NodeKind.FOLDER, null)));
  }

  /**
   * This content was put on the disk.
   *
   * @param place where; its remote place, or where it was
   * @param version what was fetched
   */
  public void fetched(
      NodeId node, Place place, FileStamp stamp, FileContent content, FileVersion version) {
    NodeKind kind = content.linkTarget() == null ? NodeKind.FILE : NodeKind.LINK;
    fetched(node, new LocalEntry(place, null, kind, stamp, content), version);
  }

  /** The same, with how it is on the disk now. */
  public void fetched(NodeId node, LocalEntry local, FileVersion version) {
    NodeState old = trees.get(node);
    SyncedEntry synced = old.synced();
    trees.put(
        old.withLocal(local)
            .withSynced(
                synced == null
                    ? new SyncedEntry(local.place(), local.kind(), version)
                    : synced.with(version)));
  }

  /** The node was taken off the disk because the server had removed it. */
  public void removedHere(NodeId node) {
    trees.put(trees.get(node).withLocal(null).withSynced(null));
  }

  /** The server took new content of a node; its row comes at that revision. */
  public void putThere(NodeId node, Place place, FileVersion version, Revision revision) {
    NodeState old = trees.get(node);
    SyncedEntry synced = old.synced();
    RemoteEntry remote = old.remote();
    NodeKind kind = version.linkTarget() == null ? NodeKind.FILE : NodeKind.LINK;
    SyncedEntry agreed =
        synced != null
            ? synced.with(version)
            : new SyncedEntry(remote == null ? place : remote.place(), kind, version);
    trees.put(old.withSynced(agreed).awaiting(later(old, revision)));
  }

  /** The server made a folder, or moved a node. */
  public void placedThere(NodeId node, Place place, NodeKind kind, Revision revision) {
    NodeState old = trees.get(node);
    SyncedEntry synced = old.synced();
    trees.put(
        old.withSynced(synced == null ? new SyncedEntry(place, kind, null) : synced.at(place))
            .awaiting(later(old, revision)));
  }

  /** The server removed a node. */
  public void removedThere(NodeId node, Revision revision) {
    NodeState old = trees.get(node);
    trees.put(old.withSynced(null).awaiting(later(old, revision)));
  }

  /** The journal must be read up to there before the node is planned again. */
  public void awaits(NodeId node, Revision revision) {
    NodeState old = trees.get(node);
    trees.put(old.awaiting(later(old, revision)));
  }

  private static Revision later(NodeState node, Revision revision) {
    return revision.isAfter(node.awaited()) ? revision : node.awaited();
  }
}
