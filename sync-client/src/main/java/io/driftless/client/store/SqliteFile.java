package io.driftless.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * Opens the database file. One that is damaged is put aside under another name and a new one takes
 * its place: all that it held is found again by comparing the disk with the server, which never
 * deletes anything.
 */
public final class SqliteFile {

  private static final String DAMAGED = "The database is damaged";

  /** The form of the tables and values in them. */
  static final int SCHEMA_VERSION = 1;

  /**
   * An open database.
   *
   * @param store to use
   * @param rebuilt whether a damaged one was put aside
   */
  public record Opened(ClientStore store, boolean rebuilt) {}

  private SqliteFile() {}

  /**
   * Opens a database, or makes it.
   *
   * @param check whether to look through all of it for damage first; after an unclean stop
   * @throws IOException when it was written by a later release, or can't be opened or made
   */
  public static Opened open(Path file, boolean check) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      return new Opened(tryOpen(file, check), false);
    } catch (SQLException e) {
      if (!isDamage(e)) {
        throw new IOException(
            "The database %s can't be opened: %s".formatted(file, e.getMessage()), e);
      }
      putAside(file);
      try {
        return new Opened(tryOpen(file, false), true);
      } catch (SQLException again) {
        throw new IOException("No database can be made at " + file, again);
      }
    }
  }

  /** Whether the file is at fault, and not that another process has it or that it can't be read. */
  private static boolean isDamage(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code
        || DAMAGED.equals(e.getMessage());
  }

  private static ClientStore tryOpen(Path file, boolean check) throws SQLException, IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    config.setBusyTimeout(2_000);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try {
      int version = number(connection, "PRAGMA user_version");
      if (version > SCHEMA_VERSION) {
        throw new IOException(
            "The database %s was written by a later release (form %d, this one knows %d)"
                .formatted(file, version, SCHEMA_VERSION));
      }
      if (check && !text(connection, "PRAGMA quick_check(1)").equals("ok")) {
        throw new SQLException(DAMAGED);
      }
      connection.setAutoCommit(false);
      SqliteStore store = new SqliteStore(connection);
      if (version == 0) {
        store.create(SCHEMA_VERSION);
      }
      return store;
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static int number(Connection connection, String query) throws SQLException {
    return Integer.parseInt(text(connection, query));
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private static void putAside(Path file) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Path part = file.resolveSibling(file.getFileName() + suffix);
      if (Files.exists(part)) {
        Files.move(
            part,
            part.resolveSibling(part.getFileName() + ".damaged"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
