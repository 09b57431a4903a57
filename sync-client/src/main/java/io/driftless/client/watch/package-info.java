/**
 * Watching folders for changes. An event only marks a place as dirty; what happened there is found
 * out by a scan, elsewhere.
 */
@NullMarked
package io.driftless.client.watch;

import org.jspecify.annotations.NullMarked;
