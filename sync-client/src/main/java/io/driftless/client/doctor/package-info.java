/**
 * Checks of a device's set-up, one after the other, each with what was found and how to mend it.
 * They look and change nothing.
 */
@NullMarked
package io.driftless.client.doctor;

import org.jspecify.annotations.NullMarked;
