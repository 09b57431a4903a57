/** Whether the parts that this server stands on answer: database, broker, blob store, sign-on. */
@NullMarked
package io.driftless.server.health;

import org.jspecify.annotations.NullMarked;
