/**
 * Conflicted copies as people meet them: found by their names, compared, and put away. Knows the
 * disk only; the engine syncs what comes of it like any other change.
 */
@NullMarked
package io.driftless.client.conflict;

import org.jspecify.annotations.NullMarked;
