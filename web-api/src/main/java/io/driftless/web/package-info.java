/**
 * The HTTP API for sync clients and portals. Resources are thin: they read a call, make one use
 * case of the Synchronization Service do it, and write the answer.
 */
@NullMarked
package io.driftless.web;

import org.jspecify.annotations.NullMarked;
