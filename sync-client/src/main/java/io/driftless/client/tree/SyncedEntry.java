package io.driftless.client.tree;

import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import org.jspecify.annotations.Nullable;

/**
 * A node as this device and the server last agreed on it.
 *
 * @param place where
 * @param kind file, folder or link
 * @param version the version; null for folders
 */
public record SyncedEntry(Place place, NodeKind kind, @Nullable FileVersion version) {

  /** What the remote tree says, taken as agreed. */
  public static SyncedEntry of(RemoteEntry remote) {
    return new SyncedEntry(remote.place(), remote.kind(), remote.version());
  }

  /** The same elsewhere. */
  public SyncedEntry at(Place other) {
    return new SyncedEntry(other, kind, version);
  }

  /** The same with another version. */
  public SyncedEntry with(@Nullable FileVersion other) {
    return new SyncedEntry(place, kind, other);
  }
}
