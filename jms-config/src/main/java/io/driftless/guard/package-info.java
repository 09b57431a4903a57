/**
 * The guard: what stands between the broker and the devices. It sees every packet that comes from
 * outside the server's own JVM, lets through only the few that a device needs, and stamps the
 * authenticated device on each message. The rules ({@link io.driftless.guard.PacketRules}, {@link
 * io.driftless.guard.MessageRules}) know neither network nor threads; only {@link
 * io.driftless.guard.DeviceGuard} touches the broker's connections.
 */
@NullMarked
package io.driftless.guard;

import org.jspecify.annotations.NullMarked;
