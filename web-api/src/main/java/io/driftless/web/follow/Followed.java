package io.driftless.web.follow;

import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import java.time.Instant;

/**
 * Whose journal somebody follows.
 *
 * @param until when the waiting ends at the latest
 */
public record Followed(Caller caller, WorkspaceId workspace, Instant until) {}
