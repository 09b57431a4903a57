/**
 * Devices on this machine: the real client, run by its own command line and a state folder of its
 * own.
 */
@NullMarked
package io.driftless.stack.device;

import org.jspecify.annotations.NullMarked;
