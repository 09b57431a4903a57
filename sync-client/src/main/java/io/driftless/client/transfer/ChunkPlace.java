package io.driftless.client.transfer;

import io.driftless.protocol.id.PackId;

/**
 * Where a chunk will lie once its pack is stored.
 *
 * @param pack the pack
 * @param entry its index in the pack's footer, from 0
 */
public record ChunkPlace(PackId pack, int entry) {}
