package io.driftless.protocol.chunk;

/**
 * A chunk's bytes as a pack stores them.
 *
 * @param codec how they are stored
 * @param stored the bytes; not copied, not to be changed
 * @param rawLength how many bytes they give when decoded
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes; never compared
public record EncodedChunk(ChunkCodec codec, byte[] stored, int rawLength) {}
