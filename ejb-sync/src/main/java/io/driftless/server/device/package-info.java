/**
 * Devices: enrolment, the lease that the single sign-on keeps alive, unlinking. A device that is
 * unlinked or whose lease lapsed is shut out by its row first; its connections are closed after
 * that.
 */
@NullMarked
package io.driftless.server.device;

import org.jspecify.annotations.NullMarked;
