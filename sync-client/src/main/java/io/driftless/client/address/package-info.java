/**
 * Addresses of the parts of a server: checked for form and for safety (nothing plain off this
 * machine), and replaceable one by one, so that a test can put its own proxy in between.
 */
@NullMarked
package io.driftless.client.address;

import org.jspecify.annotations.NullMarked;
