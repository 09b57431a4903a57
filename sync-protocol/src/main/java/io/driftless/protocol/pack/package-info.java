/**
 * The pack format: many chunks in one blob, with a footer index that is enough to rebuild the chunk
 * table. Bytes in memory only; reading and writing blobs is the caller's. The layout stands in
 * docs/storage.md.
 */
@NullMarked
package io.driftless.protocol.pack;

import org.jspecify.annotations.NullMarked;
