/** What the server is given from outside: settings from the environment, the clock. */
@NullMarked
package io.driftless.server.environment;

import org.jspecify.annotations.NullMarked;
