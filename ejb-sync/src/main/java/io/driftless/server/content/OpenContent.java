package io.driftless.server.content;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.node.FileVersion;

/**
 * A version that is about to be read.
 *
 * @param container where its packs lie
 * @param name the node's name now
 * @param chunks how many its recipe has
 */
public record OpenContent(
    WorkspaceId workspace,
    String container,
    NodeId node,
    String name,
    FileVersion version,
    int chunks) {}
