/**
 * The commit rule: what a commit does to a workspace, as a pure function from the state read and
 * the request to the writes and answers. Called by the listener, the API and the simulator. No EE
 * types, no clock, no randomness, no I/O; a test holds that.
 */
@NullMarked
package io.driftless.server.commit;

import org.jspecify.annotations.NullMarked;
