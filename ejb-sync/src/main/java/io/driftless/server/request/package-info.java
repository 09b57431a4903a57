/**
 * The use case of committing, called by the listener of the request queue and by the HTTP API, and
 * that listener.
 */
@NullMarked
package io.driftless.server.request;

import org.jspecify.annotations.NullMarked;
