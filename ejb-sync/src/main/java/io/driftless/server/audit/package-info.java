/**
 * Who did what: chains of digests, one a workspace and one an account, written with the transaction
 * that acts.
 */
@NullMarked
package io.driftless.server.audit;

import org.jspecify.annotations.NullMarked;
