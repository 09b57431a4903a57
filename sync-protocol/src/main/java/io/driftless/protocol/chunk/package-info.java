/**
 * How content is cut into chunks, named and compressed: FastCDC with a fixed gear table, SHA-256,
 * zstd. Part of the format: a change here ends deduplication against everything stored before. No
 * network, no clock, no randomness.
 */
@NullMarked
package io.driftless.protocol.chunk;

import org.jspecify.annotations.NullMarked;
