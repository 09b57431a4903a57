/**
 * Commits of people and programs that call the HTTP API, by the virtual device of their account:
 * the same rule, journal and audit as for any device.
 */
@NullMarked
package io.driftless.server.virtual;

import org.jspecify.annotations.NullMarked;
