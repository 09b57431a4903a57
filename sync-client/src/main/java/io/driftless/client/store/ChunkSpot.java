package io.driftless.client.store;

import io.driftless.protocol.id.Sha256;

/**
 * A place of a chunk inside a content.
 *
 * @param content digest of the whole content
 * @param offset in bytes from its beginning
 * @param length in bytes
 */
public record ChunkSpot(Sha256 content, long offset, int length) {}
