/**
 * Jobs as operators see them: which there are, their runs with counts and errors, starting,
 * stopping, schedules, and taking up what a killed server left. The work itself lives elsewhere.
 */
@NullMarked
package io.driftless.server.job;

import org.jspecify.annotations.NullMarked;
