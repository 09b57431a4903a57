package io.driftless.server.journal;

import io.driftless.protocol.id.ServerEpoch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The life of the metadata store that this server runs on. Read once: a restore happens while no
 * server runs.
 */
@ApplicationScoped
public class ServerEpochs {

  @PersistenceContext private EntityManager store;

  private volatile @Nullable ServerEpoch current;

  /** The current epoch. */
  public ServerEpoch current() {
    ServerEpoch known = current;
    if (known == null) {
      Object epoch = store.createNativeQuery("SELECT epoch FROM server_state").getSingleResult();
      known = new ServerEpoch(UUID.fromString(epoch.toString()));
      current = known;
    }
    return known;
  }
}
