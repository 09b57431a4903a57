/** What the lines of the log are about. */
@NullMarked
package io.driftless.server.log;

import org.jspecify.annotations.NullMarked;
