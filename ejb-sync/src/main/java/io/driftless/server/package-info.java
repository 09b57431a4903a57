/** The Synchronization Service: what a server does with commits, journals, chunks and devices. */
@NullMarked
package io.driftless.server;

import org.jspecify.annotations.NullMarked;
