package io.driftless.e2e;

import io.driftless.protocol.id.WorkspaceId;
import io.driftless.stack.Addresses;
import io.driftless.stack.LocalStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The server's metadata as an onlooker sees it, who may also get in its way. */
final class ServerDatabase {

  private static final long PATIENCE_SECONDS = 30;
  private static final long POLL_MILLIS = 20;

  /** Sessions of the service that wait for a row lock. */
  static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'driftless'"
          + " AND wait_event_type = 'Lock'";

  private static final String LOCK = "SELECT 1 FROM workspace WHERE id = ? FOR UPDATE";

  private final Addresses addresses;

  private ServerDatabase(Addresses addresses) {
    this.addresses = addresses;
  }

  static ServerDatabase ofStack() {
    return of(StackOfTests.running());
  }

  static ServerDatabase of(LocalStack stack) {
    return new ServerDatabase(stack.addresses());
  }

  Connection connect() throws SQLException {
    Map<String, String> environment = addresses.environment();
    return DriverManager.getConnection(
        addresses.database(),
        environment.get("DRIFTLESS_DB_USER"),
        environment.get("DRIFTLESS_DB_PASSWORD"));
  }

  /**
   * Holds the lock under which the workspace's journal grows until the connection is rolled back.
   */
  Connection lock(WorkspaceId workspace) throws SQLException {
    Connection connection = connect();
    connection.setAutoCommit(false);
    number(connection, LOCK, workspace.value());
    return connection;
  }

  long number(String query, Object... parameters) throws SQLException {
    try (Connection connection = connect()) {
      return number(connection, query, parameters);
    }
  }

  String text(String query, Object... parameters) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = prepared(connection, query, parameters);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  static long number(Connection connection, String query, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, query, parameters);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  int change(String statement, Object... parameters) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement prepared = prepared(connection, statement, parameters)) {
      return prepared.executeUpdate();
    }
  }

  /** Waits until the query answers at least this number. */
  void await(long atLeast, String query, Object... parameters)
      throws SQLException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try (Connection connection = connect()) {
      while (number(connection, query, parameters) < atLeast) {
        if (System.nanoTime() > until) {
          throw new AssertionError("Not " + atLeast + " in time: " + query);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  static PreparedStatement prepared(Connection connection, String statement, Object... parameters)
      throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(statement);
    for (int i = 0; i < parameters.length; i++) {
      prepared.setObject(i + 1, parameters[i]);
    }
    return prepared;
  }
}
