package io.driftless.server.workspace;

/**
 * Fired inside the transaction that makes a workspace; effects wait for its commit.
 *
 * @param container where its packs will lie
 */
record WorkspaceMade(String container) {}
