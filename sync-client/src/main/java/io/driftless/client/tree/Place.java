package io.driftless.client.tree;

import io.driftless.protocol.id.NodeId;

/**
 * Where a node is.
 *
 * @param parent the folder that holds it
 * @param name its name there, an exact string
 */
public record Place(NodeId parent, String name) {}
