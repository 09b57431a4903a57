/**
 * Where packs are stored: the port {@link io.driftless.server.blob.ChunkStore} and its adapter to
 * Azure Blob Storage. Knows containers and packs; nothing of workspaces' members, of the chunk
 * table or of transactions. Nothing here takes part in a transaction.
 */
@NullMarked
package io.driftless.server.blob;

import org.jspecify.annotations.NullMarked;
