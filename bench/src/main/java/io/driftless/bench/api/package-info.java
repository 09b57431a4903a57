/**
 * Figures of the HTTP API against a running local stack: long listings, a new device's metadata,
 * transfer rates beside the blob store's own, and many people at once.
 */
@NullMarked
package io.driftless.bench.api;

import org.jspecify.annotations.NullMarked;
