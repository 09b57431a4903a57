package io.driftless.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.xa.PGXADataSource;

/** Sessions that PostgreSQL ends in the middle of a commit in two phases. */
class RecoverableXADataSourceTest {

  private static EmbeddedPostgres postgres;

  private int branches;

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("max_prepared_transactions", "8").start();
    execute("CREATE TABLE line (text text NOT NULL)");
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void preparedBranchOfAnEndedSessionShouldBeFinishedByRecovery(boolean commit) throws Exception {
    XAConnection connection = connectionOf(new RecoverableXADataSource());
    Branch branch = prepared(connection, "recovered " + commit);
    endSessions();

    XAException told = secondPhase(connection, branch, commit);

    assertThat(told.errorCode).isEqualTo(XAException.XAER_RMFAIL);
    XAResource recovery = connectionOf(new RecoverableXADataSource()).getXAResource();
    Xid left = Stream.of(recovery.recover(XAResource.TMSTARTRSCAN)).findFirst().orElseThrow();
    assertThat(left.getGlobalTransactionId()).isEqualTo(branch.getGlobalTransactionId());
    if (commit) {
      recovery.commit(left, false);
    } else {
      recovery.rollback(left);
    }
    assertThat(recovery.recover(XAResource.TMSTARTRSCAN)).isEmpty();
    assertThat(lines("recovered " + commit)).isEqualTo(commit ? 1 : 0);
  }

  @Test
  void branchThatIsNotPreparedShouldDieWithItsSession() throws Exception {
    XAConnection connection = connectionOf(new RecoverableXADataSource());
    Branch branch = ended(connection, "never");
    endSessions();

    XAException told = secondPhase(connection, branch, false);

    assertThat(told.errorCode).isEqualTo(driversAnswerToRollback());
    assertThat(lines("never")).isZero();
  }

  @Test
  void branchThatNobodyKnowsShouldBeToldSo() throws Exception {
    XAConnection connection = connectionOf(new RecoverableXADataSource());
    XAException told = secondPhase(connection, new Branch(0), true);
    assertThat(told.errorCode).isEqualTo(XAException.XAER_NOTA);
  }

  /** Fails when the driver is mended: then this package has nothing to do any more. */
  @Test
  void driverAloneShouldStillGiveThePreparedBranchUp() throws Exception {
    XAConnection connection = connectionOf(new PGXADataSource());
    Branch branch = prepared(connection, "given up");
    endSessions();

    assertThat(secondPhase(connection, branch, true).errorCode).isEqualTo(XAException.XAER_RMERR);

    connectionOf(new PGXADataSource()).getXAResource().commit(branch, false);
  }

  private int driversAnswerToRollback() throws Exception {
    XAConnection connection = connectionOf(new PGXADataSource());
    Branch branch = ended(connection, "never");
    endSessions();
    return secondPhase(connection, branch, false).errorCode;
  }

  private static XAException secondPhase(XAConnection connection, Xid branch, boolean commit)
      throws SQLException {
    XAResource resource = connection.getXAResource();
    return catchThrowableOfType(
        XAException.class,
        () -> {
          if (commit) {
            resource.commit(branch, false);
          } else {
            resource.rollback(branch);
          }
        });
  }

  private Branch prepared(XAConnection connection, String text) throws Exception {
    Branch branch = ended(connection, text);
    assertThat(connection.getXAResource().prepare(branch)).isEqualTo(XAResource.XA_OK);
    return branch;
  }

  private Branch ended(XAConnection connection, String text) throws Exception {
    Branch branch = new Branch(++branches);
    XAResource resource = connection.getXAResource();
    resource.start(branch, XAResource.TMNOFLAGS);
    try (Connection session = connection.getConnection();
        Statement statement = session.createStatement()) {
      statement.executeUpdate("INSERT INTO line VALUES ('" + text + "')");
    }
    resource.end(branch, XAResource.TMSUCCESS);
    return branch;
  }

  private static XAConnection connectionOf(PGXADataSource source) throws SQLException {
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {postgres.getPort()});
    source.setDatabaseName("postgres");
    return source.getXAConnection("postgres", "postgres");
  }

  private static void endSessions() throws SQLException {
    execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
  }

  private static int lines(String text) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM line WHERE text = '" + text + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private record Branch(int number) implements Xid {

    @Override
    public int getFormatId() {
      return 7;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return ("global " + number).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] getBranchQualifier() {
      return ("branch " + number).getBytes(StandardCharsets.US_ASCII);
    }
  }
}
