/**
 * The four parts: how each is prepared, started, recognised as ready, and ended, and the supervisor
 * that does it for any of them.
 */
@NullMarked
package io.driftless.stack.part;

import org.jspecify.annotations.NullMarked;
