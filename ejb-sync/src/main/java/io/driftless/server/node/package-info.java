/**
 * Nodes for people and programs that have no tree of their own: looking them up, listing folders,
 * and changing them by ordinary commits.
 */
@NullMarked
package io.driftless.server.node;

import org.jspecify.annotations.NullMarked;
