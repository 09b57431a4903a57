/**
 * Makes the prepared application server at build time: WildFly's distribution, our modules, and a
 * configuration written by WildFly's own command line. Nothing here runs when the stack runs.
 */
@NullMarked
package io.driftless.stack.provision;

import org.jspecify.annotations.NullMarked;
