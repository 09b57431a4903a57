/** The blob store's adapters against the stack's Azurite. */
@NullMarked
package io.driftless.blob;

import org.jspecify.annotations.NullMarked;
