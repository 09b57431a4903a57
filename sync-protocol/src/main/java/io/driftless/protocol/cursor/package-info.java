/** The opaque place in a workspace's journal that a device or portal has reached. */
@NullMarked
package io.driftless.protocol.cursor;

import org.jspecify.annotations.NullMarked;
