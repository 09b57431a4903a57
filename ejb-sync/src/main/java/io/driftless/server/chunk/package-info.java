/** What the server knows of chunks and packs: footers, places, trust, staged recipes. */
@NullMarked
package io.driftless.server.chunk;

import org.jspecify.annotations.NullMarked;
