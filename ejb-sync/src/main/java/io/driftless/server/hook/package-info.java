/** Webhooks: addresses that are told, signed, when a workspace's journal has grown. */
@NullMarked
package io.driftless.server.hook;

import org.jspecify.annotations.NullMarked;
