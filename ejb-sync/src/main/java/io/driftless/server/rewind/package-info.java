/**
 * Large actions on a workspace as operations of many ordinary commits: rewind of a folder to a
 * time, and undo of an operation. The planner is pure; every prefix of the steps is a valid tree.
 */
@NullMarked
package io.driftless.server.rewind;

import org.jspecify.annotations.NullMarked;
