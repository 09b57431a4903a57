/**
 * What the local stack needs from the machine: archives, fingerprints of files, processes that
 * outlive the launcher, ports and their owners. Knows nothing about the parts of the stack.
 */
@NullMarked
package io.driftless.stack.host;

import org.jspecify.annotations.NullMarked;
