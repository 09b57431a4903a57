/**
 * The root folder on disk as a port, its Linux adapter, scanning and placing: what is seen, and how
 * a file is replaced without losing the one before. Knows paths and stamps, no nodes; decides
 * nothing.
 */
@NullMarked
package io.driftless.client.files;

import org.jspecify.annotations.NullMarked;
