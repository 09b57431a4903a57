/** Benchmarks of what content goes through: cutting, hashing, compressing, packs. No tests. */
@NullMarked
package io.driftless.bench;

import org.jspecify.annotations.NullMarked;
