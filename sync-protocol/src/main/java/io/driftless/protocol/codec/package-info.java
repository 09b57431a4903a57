/** The one way in which records become bytes: CBOR in queues and bulk listings, JSON elsewhere. */
@NullMarked
package io.driftless.protocol.codec;

import org.jspecify.annotations.NullMarked;
