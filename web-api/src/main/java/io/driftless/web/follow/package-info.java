/** Waiting for changes without holding a thread: long polls and streams of events. */
@NullMarked
package io.driftless.web.follow;

import org.jspecify.annotations.NullMarked;
