/**
 * What travels through the queues: commits, their answers, updates, and the envelope around them.
 */
@NullMarked
package io.driftless.protocol.message;

import org.jspecify.annotations.NullMarked;
