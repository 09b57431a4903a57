/**
 * Numbers the commits of a device over all its folders. Knows which numbers have no answer yet;
 * knows nothing of what is in a commit.
 */
@NullMarked
package io.driftless.client.sequence;

import org.jspecify.annotations.NullMarked;
