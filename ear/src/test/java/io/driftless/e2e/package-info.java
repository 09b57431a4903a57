/**
 * End to end: real client processes against the real stack. A test gets a workspace of its own and
 * devices that were enrolled by the real device grant; {@code Tree} compares what lies on the
 * disks.
 */
@NullMarked
package io.driftless.e2e;

import org.jspecify.annotations.NullMarked;
