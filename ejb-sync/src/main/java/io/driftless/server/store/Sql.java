package io.driftless.server.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgResultSet;

/**
 * Statements over whole sets of rows on the connection of the running transaction, where JPA would
 * need one a row. Arrays of {@link UUID}, {@link String}, {@code byte[]}, {@link Integer}, {@link
 * Long}, {@link Short} and {@link Boolean} are bound as arrays of PostgreSQL.
 *
 * <p>Every method throws {@link PersistenceException} when the statement fails; the transaction can
 * only be rolled back then.
 */
public final class Sql {

  private final Connection connection;

  /** Statements on this connection; whoever opened it closes it. */
  public Sql(Connection connection) {
    this.connection = connection;
  }

  /** Statements in the transaction of this persistence context; there has to be one. */
  public static Sql of(EntityManager entities) {
    return new Sql(entities.unwrap(Connection.class));
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Reader<T> {
    /** The value; the row is the current one. */
    T read(ResultSet row) throws SQLException;
  }

  /** All rows of a query. */
  public <T> List<T> list(String query, Reader<T> reader, @Nullable Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      bind(statement, parameters);
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        ResultSet own = driversOwn(rows);
        while (own.next()) {
          found.add(reader.read(own));
        }
      }
      return found;
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  /** The first row of a query; null when there is none. */
  public <T> @Nullable T first(String query, Reader<T> reader, @Nullable Object... parameters) {
    List<T> found = list(query, reader, parameters);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Changes rows; how many. */
  public int update(String statement, @Nullable Object... parameters) {
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      bind(prepared, parameters);
      return prepared.executeUpdate();
    } catch (SQLException e) {
      throw failed(statement, e);
    }
  }

  /** A UUID of the current row; the column is never null. */
  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** The pool's wrapper takes a lock for every column that is read: a fifth of a long listing. */
  private static ResultSet driversOwn(ResultSet rows) throws SQLException {
    return rows.isWrapperFor(PgResultSet.class) ? rows.unwrap(PgResultSet.class) : rows;
  }

  private void bind(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      if (value instanceof Object[] array) {
        statement.setArray(i + 1, connection.createArrayOf(typeOf(array), array));
      } else if (value instanceof Instant instant) {
        statement.setTimestamp(i + 1, Timestamp.from(instant));
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  private static String typeOf(Object[] array) {
    Class<?> type = array.getClass().getComponentType();
    if (type == UUID.class) {
      return "uuid";
    } else if (type == byte[].class) {
      return "bytea";
    } else if (type == Long.class) {
      return "bigint";
    } else if (type == Integer.class) {
      return "integer";
    } else if (type == Short.class) {
      return "smallint";
    } else if (type == Boolean.class) {
      return "boolean";
    }
    return "text";
  }

  private static PersistenceException failed(String statement, SQLException e) {
    return new PersistenceException(
        "Statement failed (%s): %s".formatted(e.getSQLState(), firstLine(statement)), e);
  }

  private static String firstLine(String statement) {
    return statement.strip().lines().findFirst().orElse("");
  }
}
