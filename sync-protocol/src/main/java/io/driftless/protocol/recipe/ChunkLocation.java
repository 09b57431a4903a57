package io.driftless.protocol.recipe;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;

/**
 * Where a chunk lies. A hint: on a missing pack or a wrong digest, ask the server again.
 *
 * @param hash of the chunk's raw bytes
 * @param pack the blob that holds it
 * @param entry its index in the pack's footer, from 0
 * @param offset of its stored bytes in the blob
 * @param storedLength bytes in the blob
 * @param rawLength bytes after decoding
 * @param codec how it is stored: 0 raw, 1 zstd
 */
public record ChunkLocation(
    Sha256 hash, PackId pack, int entry, long offset, int storedLength, int rawLength, int codec) {}
