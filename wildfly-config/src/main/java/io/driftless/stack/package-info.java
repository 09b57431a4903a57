/**
 * The local stack: PostgreSQL, Azurite, Keycloak and WildFly on one machine, one data folder each
 * stack. {@link io.driftless.stack.LocalStack} is the way in for programs and tests, {@code ./dev}
 * for people.
 */
@NullMarked
package io.driftless.stack;

import org.jspecify.annotations.NullMarked;
