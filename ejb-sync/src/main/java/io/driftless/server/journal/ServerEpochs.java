package io.driftless.server.journal;

import io.driftless.protocol.id.ServerEpoch;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The life of the metadata store that this server runs on. Read in each transaction anew, since a
 * database can be restored under servers that stay up: an epoch of before would let devices go on
 * with a journal that is not theirs.
 */
@ApplicationScoped
public class ServerEpochs {

  @PersistenceContext private EntityManager store;

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry transaction;

  private volatile @Nullable ServerEpoch last;

  /**
   * The epoch that the caller's transaction sees; without a transaction the present one, or the one
   * read last while the database does not answer.
   */
  public ServerEpoch current() {
    if (transaction.getTransactionKey() == null) {
      return outside();
    }
    ServerEpoch known = (ServerEpoch) transaction.getResource(ServerEpochs.class);
    if (known == null) {
      known = read();
      transaction.putResource(ServerEpochs.class, known);
    }
    return known;
  }

  private ServerEpoch outside() {
    try {
      return read();
    } catch (PersistenceException e) {
      ServerEpoch known = last;
      if (known == null) {
        throw e;
      }
      return known;
    }
  }

  private ServerEpoch read() {
    Object epoch = store.createNativeQuery("SELECT epoch FROM server_state").getSingleResult();
    ServerEpoch read = new ServerEpoch(UUID.fromString(epoch.toString()));
    last = read;
    return read;
  }
}
