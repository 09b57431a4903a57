/**
 * The internal database of one root: the trees, what is known of chunks, and the few things that
 * must survive a crash. Facts only; pending work is worked out anew from them.
 */
@NullMarked
package io.driftless.client.store;

import org.jspecify.annotations.NullMarked;
