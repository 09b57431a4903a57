/**
 * What the client did to each folder and why, as people can ask for it: a file of lines in the
 * home. Nothing depends on it; losing it loses answers only.
 */
@NullMarked
package io.driftless.client.deed;

import org.jspecify.annotations.NullMarked;
