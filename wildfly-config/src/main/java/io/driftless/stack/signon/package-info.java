/**
 * Signing in at the local Keycloak without a person: what a browser would do, for demos, tests and
 * the command line. Knows only users of the local realm; nothing here is part of the product.
 */
@NullMarked
package io.driftless.stack.signon;

import org.jspecify.annotations.NullMarked;
