/**
 * The metadata in PostgreSQL: entities, the migration of the schema, and the few statements that
 * every feature needs. Entities never leave this module.
 */
@NullMarked
package io.driftless.server.store;

import org.jspecify.annotations.NullMarked;
