package io.driftless.server.fanout;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.Update;
import io.driftless.server.journal.JournalRows;
import io.driftless.server.journal.JournalWatch;
import io.driftless.server.journal.ServerEpochs;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceLock;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends updates to the devices of a workspace's members. Reads over a connection that is no branch
 * of the JTA transaction, because there is nothing to write: that saves the forced writes of a
 * two-phase commit. The connection holds a share lock on the memberships until the messages are
 * committed, so that a removal waits and nobody is told afterwards.
 *
 * <p>The message may arrive before the commit that sent it is visible, since the branches of a
 * transaction commit one after the other: then the row lock of the workspace is waited for. Growth
 * that an update of this node has told already is skipped; so several commits in a row cost one
 * update.
 */
@ApplicationScoped
public class Fanout {

  /** More rows than ever fit into an update; then the journal is not even read. */
  private static final int MOST_INLINE_ROWS = 500;

  private static final String HEAD =
      "SELECT head_revision, head_commit FROM workspace WHERE id = ?";

  private static final String DEVICES =
      "SELECT d.id FROM membership m JOIN device d ON d.account_id = m.account_id"
          + " WHERE m.workspace_id = ? AND NOT d.virtual AND d.revoked_at IS NULL FOR SHARE OF m";

  private static final Logger LOG = System.getLogger(Fanout.class.getName());

  @Resource(lookup = "java:jboss/datasources/DriftlessBatch")
  private DataSource dataSource;

  @Resource private TransactionSynchronizationRegistry transaction;
  @Inject private DeviceMessages messages;
  @Inject private ServerEpochs epochs;
  @Inject private JournalWatch watch;

  private final ToldHeads told = new ToldHeads();

  /** Tells the devices, as part of the caller's JTA transaction. */
  void tell(JournalGrowth growth) {
    if (told.covers(epochs.current(), growth.workspace(), growth.to())) {
      return;
    }
    Reading reading = open(growth.workspace());
    transaction.registerInterposedSynchronization(reading);
    Sql sql = new Sql(reading.connection());
    WorkspaceLock.limitWaiting(sql);
    Cursor head = head(sql, growth);
    byte[] update = update(sql, growth, head);
    for (DeviceId device : devices(sql, growth.workspace())) {
      messages.sendUpdate(device, growth.workspace(), update);
    }
    reading.tells(head);
  }

  private Cursor head(Sql sql, JournalGrowth growth) {
    Cursor head = head(sql, growth.workspace(), HEAD);
    if (head != null && growth.to().isAfter(head.revision())) {
      head = head(sql, growth.workspace(), HEAD + " FOR SHARE");
    }
    if (head == null || growth.to().isAfter(head.revision())) {
      throw new IllegalStateException(
          "Workspace %s is at %s, %s was announced"
              .formatted(growth.workspace(), head, growth.to()));
    }
    return head;
  }

  private @Nullable Cursor head(Sql sql, WorkspaceId workspace, String query) {
    return sql.first(
        query,
        row ->
            new Cursor(
                epochs.current(),
                new Revision(row.getLong("head_revision")),
                new CommitId(Sql.uuid(row, "head_commit"))),
        workspace.value());
  }

  private byte[] update(Sql sql, JournalGrowth growth, Cursor head) {
    long rows = head.revision().value() - growth.from().value();
    if (rows <= MOST_INLINE_ROWS) {
      List<ChangedNode> changes =
          new JournalRows(sql, growth.workspace())
              .between(growth.from(), head.revision(), MOST_INLINE_ROWS);
      byte[] full = messages.encoded(new Update(growth.workspace(), growth.from(), head, changes));
      if (full.length <= Limits.MAX_INLINE_UPDATE_BYTES) {
        return full;
      }
    }
    return messages.encoded(new Update(growth.workspace(), growth.from(), head, List.of()));
  }

  private static List<DeviceId> devices(Sql sql, WorkspaceId workspace) {
    return sql.list(DEVICES, row -> new DeviceId(row.getString("id")), workspace.value());
  }

  private Reading open(WorkspaceId workspace) {
    try {
      Connection connection = dataSource.getConnection();
      connection.setAutoCommit(false);
      return new Reading(workspace, connection);
    } catch (SQLException e) {
      throw new IllegalStateException("The database does not answer", e);
    }
  }

  /** A connection that is given back when the messages are committed or rolled back. */
  private final class Reading implements Synchronization {
    private final WorkspaceId workspace;
    private final Connection connection;
    private @Nullable Cursor upTo;

    Reading(WorkspaceId workspace, Connection connection) {
      this.workspace = workspace;
      this.connection = connection;
    }

    Connection connection() {
      return connection;
    }

    void tells(Cursor head) {
      upTo = head;
    }

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
      Cursor head = upTo;
      if (status == Status.STATUS_COMMITTED && head != null) {
        told.note(workspace, head);
        watch.grown(workspace, head.revision());
      }
      try {
        connection.rollback();
        connection.setAutoCommit(true);
      } catch (SQLException e) {
        LOG.log(Level.WARNING, "A connection can't be rolled back and is given up", e);
      } finally {
        close();
      }
    }

    private void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.log(Level.WARNING, "A connection can't be given back", e);
      }
    }
  }
}
