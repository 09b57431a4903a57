/** What the journal says of a node and of its content: immutable rows, never entities. */
@NullMarked
package io.driftless.protocol.node;

import org.jspecify.annotations.NullMarked;
