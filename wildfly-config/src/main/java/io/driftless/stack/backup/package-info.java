/**
 * Backups of a service's database at a moment, while people work, and their restore. Of an
 * installation this needs the database only, wherever it runs; nothing here knows the local stack.
 */
@NullMarked
package io.driftless.stack.backup;

import org.jspecify.annotations.NullMarked;
