/** Bodies on the wire: JSON or CBOR by the protocol's codec, limits on what comes in, gzip. */
@NullMarked
package io.driftless.web.body;

import org.jspecify.annotations.NullMarked;
