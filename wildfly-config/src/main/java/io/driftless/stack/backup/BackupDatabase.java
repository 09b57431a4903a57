package io.driftless.stack.backup;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The service's database, by the same variables of the environment as the server's own.
 *
 * @param address for JDBC
 */
public record BackupDatabase(String address, String user, String password) {

  /** Reads the variables {@code DRIFTLESS_DB_...}. */
  public static BackupDatabase from(Map<String, String> environment) throws BackupException {
    String host = needed(environment, "DRIFTLESS_DB_HOST");
    String address =
        "jdbc:postgresql://%s:%s/%s"
            .formatted(
                host,
                environment.getOrDefault("DRIFTLESS_DB_PORT", "5432"),
                environment.getOrDefault("DRIFTLESS_DB_NAME", "driftless"));
    return new BackupDatabase(
        address,
        environment.getOrDefault("DRIFTLESS_DB_USER", "driftless"),
        needed(environment, "DRIFTLESS_DB_PASSWORD"));
  }

  private static String needed(Map<String, String> environment, String name)
      throws BackupException {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new BackupException(
          name + " is not set: the database is named by the variables of the server's environment");
    }
    return value;
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("ApplicationName", "driftless-admin");
    return DriverManager.getConnection(address, properties);
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> list(
      Connection connection, String query, Reader<T> reader, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    }
  }

  static int update(Connection connection, String text, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String quoted(List<String> names) {
    return String.join(", ", names.stream().map(BackupDatabase::quoted).toList());
  }

  /** The scripts that made the schema. */
  static List<String> schema(Connection connection) throws SQLException {
    return list(
        connection,
        "SELECT version || ' ' || COALESCE(checksum::text, '-') AS script"
            + " FROM flyway_schema_history WHERE success AND version IS NOT NULL"
            + " AND type <> 'BASELINE' ORDER BY version",
        row -> row.getString("script"));
  }

  /** All tables but the schema's own history. */
  static List<String> tables(Connection connection) throws SQLException {
    return list(
        connection,
        "SELECT relname FROM pg_class WHERE relkind = 'r'"
            + " AND relnamespace = current_schema()::regnamespace"
            + " AND relname <> 'flyway_schema_history' ORDER BY relname",
        row -> row.getString("relname"));
  }
}
