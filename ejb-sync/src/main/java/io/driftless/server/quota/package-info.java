/** How much workspaces and people may hold. */
@NullMarked
package io.driftless.server.quota;

import org.jspecify.annotations.NullMarked;
