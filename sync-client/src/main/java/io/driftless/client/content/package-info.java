/** Reading content from the root: cut, hashed, and proven not to have changed meanwhile. */
@NullMarked
package io.driftless.client.content;

import org.jspecify.annotations.NullMarked;
