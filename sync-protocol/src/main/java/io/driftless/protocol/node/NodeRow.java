package io.driftless.protocol.node;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.name.NameRules;
import org.jspecify.annotations.Nullable;

/**
 * One row of a workspace's journal: the node's full state after a change, and who made the change.
 *
 * @param revision the row's place in the journal
 * @param node which node
 * @param parent the folder that holds it
 * @param name its name there, an exact string
 * @param kind file, folder or link
 * @param version its current version; null for folders only
 * @param deleted whether it was itself removed; a node under a removed folder is not live either,
 *     without being deleted
 * @param commit the commit that wrote this row
 * @param device the device that sent the commit
 * @param account the account of that device
 * @param timeMillis when the server applied it, milliseconds since 1970-01-01T00:00Z
 */
public record NodeRow(
    Revision revision,
    NodeId node,
    NodeId parent,
    String name,
    NodeKind kind,
    @Nullable FileVersion version,
    boolean deleted,
    CommitId commit,
    DeviceId device,
    AccountId account,
    long timeMillis) {

  /**
   * Checks the name: it becomes a file name on devices, and must not lead out of their folder.
   *
   * @throws IllegalArgumentException when the name breaks {@link NameRules}
   */
  public NodeRow {
    NameRules.check(name)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  "Node " + node + " has an illegal name: " + problem);
            });
  }
}
