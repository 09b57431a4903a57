/** Workspaces: making, listing, members and their roles, and the passes to their blobs. */
@NullMarked
package io.driftless.server.workspace;

import org.jspecify.annotations.NullMarked;
