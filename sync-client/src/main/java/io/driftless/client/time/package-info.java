/** Waiting, as a port, so that tests need not wait. */
@NullMarked
package io.driftless.client.time;

import org.jspecify.annotations.NullMarked;
