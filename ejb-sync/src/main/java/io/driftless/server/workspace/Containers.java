package io.driftless.server.workspace;

import io.driftless.server.access.RefusedException;
import io.driftless.server.blob.ChunkStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the containers of workspaces, after the workspace was committed and again at its first
 * pass, since the process may die in between. Making one that exists changes nothing.
 */
@ApplicationScoped
public class Containers {

  private static final Logger LOG = System.getLogger(Containers.class.getName());

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  @Inject private ChunkStore blobs;

  /**
   * Makes the container unless it is known to be there.
   *
   * @throws RefusedException when the blob store is down
   */
  public void ensure(String container) {
    if (known.contains(container)) {
      return;
    }
    try {
      blobs.ensureContainer(container);
    } catch (RuntimeException e) {
      throw RefusedException.unavailable(
          "blob store", "The blob store does not answer. Try again in a moment.", e);
    }
    known.add(container);
  }

  void afterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) WorkspaceMade workspace) {
    try {
      ensure(workspace.container());
    } catch (RefusedException e) {
      LOG.log(
          Level.WARNING,
          "Container {0} could not be made yet; its first pass tries again: {1}",
          workspace.container(),
          e.getCause());
    }
  }
}
