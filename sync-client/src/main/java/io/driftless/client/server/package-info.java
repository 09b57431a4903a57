/**
 * The server's HTTP API as the client sees it: the port {@link
 * io.driftless.client.server.ServerCalls}, its failures, and the adapter over {@code
 * java.net.http}. Knows nothing of folders, trees or plans.
 */
@NullMarked
package io.driftless.client.server;

import org.jspecify.annotations.NullMarked;
