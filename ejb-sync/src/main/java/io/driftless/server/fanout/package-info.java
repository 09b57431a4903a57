/** How devices hear of what happened: their queues, and the fan-out of journal rows. */
@NullMarked
package io.driftless.server.fanout;

import org.jspecify.annotations.NullMarked;
