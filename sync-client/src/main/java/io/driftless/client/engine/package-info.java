/**
 * The engine of one root: takes what was seen on the disk and what the server says, keeps the three
 * trees, lets the planner decide and workers carry out. Runs on one thread, step by step. What is
 * known is persisted before anybody is told; what is to be done is worked out anew from it.
 */
@NullMarked
package io.driftless.client.engine;

import org.jspecify.annotations.NullMarked;
