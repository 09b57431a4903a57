/**
 * The change breaker: deletes and rewrites of one device that are too many at once are parked until
 * an owner or an operator decides.
 */
@NullMarked
package io.driftless.server.burst;

import org.jspecify.annotations.NullMarked;
