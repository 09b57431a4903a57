package io.driftless.datasource;

import java.sql.SQLException;
import javax.sql.XAConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.xa.PGXADataSource;

/**
 * PostgreSQL's XA data source, whose prepared transactions are always finished.
 *
 * <p>When PostgreSQL ends a session between the two phases of a commit (SQLSTATE {@code 57P01} and
 * its kin: shutdown, crash of another session, failover), its driver up to 42.7.14 answers {@link
 * javax.transaction.xa.XAException#XAER_RMERR}: "rolled back, for good". The branch is prepared
 * still. The transaction manager believes the answer, gives the branch up as heuristic, and its
 * locks hold a workspace until an operator ends them. Here the second phase answers {@link
 * javax.transaction.xa.XAException#XAER_RMFAIL}, "ask again", and recovery ends the branch as the
 * log of the transaction manager says.
 */
public final class RecoverableXADataSource extends PGXADataSource {

  private static final long serialVersionUID = 1;

  @Override
  public XAConnection getXAConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return new RecoverableXAConnection(super.getXAConnection(user, password));
  }
}
