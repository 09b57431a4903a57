/**
 * The tour that {@code ./dev demo} gives: two real clients, real files, and a walk of both trees
 * that trusts neither client nor server.
 */
@NullMarked
package io.driftless.stack.demo;

import org.jspecify.annotations.NullMarked;
