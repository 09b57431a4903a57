/**
 * The collector of chunks and packs, step by step: mark, quarantine, sweep, condemn, orphans,
 * delete. Each writer loads the facts under the workspace's lock, asks the rule in {@code life},
 * and writes in the same transaction.
 */
@NullMarked
package io.driftless.server.gc;

import org.jspecify.annotations.NullMarked;
