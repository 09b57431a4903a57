/** What the journal says: changes after a cursor, snapshots, recipes, and the server's epoch. */
@NullMarked
package io.driftless.server.journal;

import org.jspecify.annotations.NullMarked;
