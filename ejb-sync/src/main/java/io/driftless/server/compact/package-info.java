/**
 * Compaction: packs of which little is still needed are rewritten, so that what nobody names can
 * go. Chunks change their places here, and nothing is deleted: packs that hold nothing any more are
 * the collector's.
 */
@NullMarked
package io.driftless.server.compact;

import org.jspecify.annotations.NullMarked;
