/**
 * What the server asks of its broker besides passing messages on: a queue for each device, made and
 * unmade, and the end of a device's connections. Knows the broker's management messages, and
 * nothing of accounts or workspaces.
 */
@NullMarked
package io.driftless.server.broker;

import org.jspecify.annotations.NullMarked;
