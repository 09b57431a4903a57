/**
 * What of the history is kept: policies of workspaces and of the company, pins, the rule that
 * decides, and the job that prunes by it.
 */
@NullMarked
package io.driftless.server.retention;

import org.jspecify.annotations.NullMarked;
