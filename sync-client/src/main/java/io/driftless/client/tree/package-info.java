/**
 * The three trees of a root by node id: local (seen on disk), remote (what the journal says up to
 * the cursor) and synced (the last state that both had, the merge base). Facts only; who changes
 * them and why is the engine's business.
 */
@NullMarked
package io.driftless.client.tree;

import org.jspecify.annotations.NullMarked;
