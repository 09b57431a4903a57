/**
 * Content through the server, for callers that have no pass to the blob store: downloads put
 * together from packs, uploads cut into the same packs. No transaction is open while bytes flow.
 */
@NullMarked
package io.driftless.server.content;

import org.jspecify.annotations.NullMarked;
