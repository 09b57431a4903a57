/**
 * The parts that the server stands on: whether database, blob store and broker answer, what lies in
 * the dead-letter queue, and the gate that stops listeners while a part is down.
 */
@NullMarked
package io.driftless.server.parts;

import org.jspecify.annotations.NullMarked;
