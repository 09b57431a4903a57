/** Reads new packs and hashes their chunks, so that others may rely on what was only claimed. */
@NullMarked
package io.driftless.server.verify;

import org.jspecify.annotations.NullMarked;
