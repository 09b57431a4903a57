/**
 * The {@code driftless} command: each command decodes its arguments, calls one use case and tells
 * the outcome by words and exit code. No decision about files lives here.
 */
@NullMarked
package io.driftless.client.cli;

import org.jspecify.annotations.NullMarked;
