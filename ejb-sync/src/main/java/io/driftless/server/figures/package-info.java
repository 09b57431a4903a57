/**
 * The product's own figures for whoever watches the server, beside those of WildFly. They are read
 * now and then, never while somebody asks for them.
 */
@NullMarked
package io.driftless.server.figures;

import org.jspecify.annotations.NullMarked;
