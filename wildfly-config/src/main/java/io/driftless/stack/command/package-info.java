/** The command line {@code ./dev}: each command opens the stack, calls one method, and prints. */
@NullMarked
package io.driftless.stack.command;

import org.jspecify.annotations.NullMarked;
