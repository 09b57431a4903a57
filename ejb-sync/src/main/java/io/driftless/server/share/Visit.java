package io.driftless.server.share;

import io.driftless.protocol.api.ShareMessages.ShareKind;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.ShareId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link that somebody has opened, as it is now.
 *
 * @param node what it leads to, which was live a moment ago
 * @param folder whether that is a folder
 * @param title what the visitor reads above it
 * @param maker in whose name the visitor acts, from the visitor's address
 * @param expires null for as long as nobody revokes it
 * @param downloadsLeft null for no limit
 * @param password null for none
 */
public record Visit(
    ShareId share,
    WorkspaceId workspace,
    NodeId node,
    boolean folder,
    ShareKind kind,
    String title,
    Caller maker,
    @Nullable Instant expires,
    @Nullable Integer downloadsLeft,
    ShareSecrets.@Nullable Kept password) {

  /** Whether the visitor has to give a password. */
  public boolean isLocked() {
    return password != null;
  }
}
