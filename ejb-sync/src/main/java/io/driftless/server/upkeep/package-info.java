/**
 * Clearing away what has lapsed: recipes that no commit has named, devices that nobody uses any
 * more, and updates in the queues of devices that are away for long. These do not belong to one
 * workspace; the run counts them for none.
 */
@NullMarked
package io.driftless.server.upkeep;

import org.jspecify.annotations.NullMarked;
