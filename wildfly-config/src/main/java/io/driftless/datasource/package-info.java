/**
 * The XA data source of WildFly: PostgreSQL's own, with the one error mended that would leave a
 * prepared transaction behind. It stands in the driver's module, in a jar of its own.
 */
@NullMarked
package io.driftless.datasource;

import org.jspecify.annotations.NullMarked;
