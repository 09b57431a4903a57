/**
 * The one way in which a command talks to the client that runs: a socket on this machine that only
 * its owner can reach, one question and one answer in JSON. Knows nothing of what is asked.
 */
@NullMarked
package io.driftless.client.control;

import org.jspecify.annotations.NullMarked;
