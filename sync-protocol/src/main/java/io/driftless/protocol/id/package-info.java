/**
 * Typed identifiers that both ends exchange; a bare string or number never stands for one of them.
 */
@NullMarked
package io.driftless.protocol.id;

import org.jspecify.annotations.NullMarked;
