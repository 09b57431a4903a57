/**
 * Who calls, what a member may do, and how a call is refused. Knows nothing of HTTP: the API maps
 * refusals to problems.
 */
@NullMarked
package io.driftless.server.access;

import org.jspecify.annotations.NullMarked;
