/**
 * Invitations to workspaces by mail address: making and revoking them, and the joining of whoever
 * signs in with such an address. Only what the sign-on says that it has checked counts.
 */
@NullMarked
package io.driftless.server.invitation;

import org.jspecify.annotations.NullMarked;
