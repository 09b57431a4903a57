/**
 * The history of nodes for people and programs: versions, and bringing them back as ordinary
 * commits.
 */
@NullMarked
package io.driftless.server.history;

import org.jspecify.annotations.NullMarked;
