package io.driftless.client.home;

import io.driftless.protocol.id.NodeId;
import java.util.List;
import java.util.Set;

/**
 * The folders of a workspace that this device leaves out, by the ids of their nodes: wherever they
 * are moved, they stay left out.
 */
public record LeftOutFolders(List<NodeId> folders) {

  public LeftOutFolders {
    folders = List.copyOf(folders);
  }

  /** In a steady order. */
  public static LeftOutFolders of(Set<NodeId> folders) {
    return new LeftOutFolders(folders.stream().sorted().toList());
  }
}
