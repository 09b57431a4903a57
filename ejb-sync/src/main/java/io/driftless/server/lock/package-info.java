/** Locks on files, as members take and release them; the commit rule holds them. */
@NullMarked
package io.driftless.server.lock;

import org.jspecify.annotations.NullMarked;
