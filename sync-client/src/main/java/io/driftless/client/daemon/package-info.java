/**
 * A running device: wires watcher, engine, transfer, link and server together. The only place that
 * knows every adapter.
 */
@NullMarked
package io.driftless.client.daemon;

import org.jspecify.annotations.NullMarked;
