package io.driftless.stack.backup;

import io.driftless.stack.backup.Manifest.Sequence;
import io.driftless.stack.backup.Manifest.Table;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.postgresql.PGConnection;

/**
 * Puts a backup into a database whose schema the same release has made, in one transaction: all of
 * it is there afterwards, or nothing has changed. The server then has a new epoch, by which every
 * device merges and nothing of what it has is deleted.
 */
public final class BackupRestore {

  private static final String FOREIGN_KEYS =
      "SELECT conrelid::regclass::text AS of_table, conname, pg_get_constraintdef(oid) AS rule"
          + " FROM pg_constraint WHERE contype = 'f'"
          + " AND connamespace = current_schema()::regnamespace ORDER BY conname";

  private final BackupDatabase database;

  private record ForeignKey(String table, String name, String rule) {}

  /** Into this database. */
  public BackupRestore(BackupDatabase database) {
    this.database = database;
  }

  /**
   * Restores it; its files have been checked.
   *
   * @param replace whether what the database holds may go
   */
  public void restore(Path folder, Manifest manifest, boolean replace)
      throws SQLException, IOException, BackupException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      BackupDatabase.execute(connection, "SET LOCAL lock_timeout = '60s'");
      checkTarget(connection, manifest, replace);
      List<String> tables = BackupDatabase.tables(connection);
      BackupDatabase.execute(
          connection, "TRUNCATE " + BackupDatabase.quoted(tables) + " RESTART IDENTITY");
      List<ForeignKey> keys =
          BackupDatabase.list(
              connection,
              FOREIGN_KEYS,
              row ->
                  new ForeignKey(
                      row.getString("of_table"), row.getString("conname"), row.getString("rule")));
      for (ForeignKey key : keys) {
        BackupDatabase.execute(
            connection,
            "ALTER TABLE %s DROP CONSTRAINT %s"
                .formatted(key.table(), BackupDatabase.quoted(key.name())));
      }
      for (Table table : manifest.tables()) {
        long rows =
            load(connection, BackupDatabase.quoted(table.name()), table, table.file(folder));
        if (rows != table.rows()) {
          throw new BackupException(
              "%s took %d rows, not %d".formatted(table.name(), rows, table.rows()));
        }
      }
      for (ForeignKey key : keys) { // each is checked by that
        BackupDatabase.execute(
            connection,
            "ALTER TABLE %s ADD CONSTRAINT %s %s"
                .formatted(key.table(), BackupDatabase.quoted(key.name()), key.rule()));
      }
      for (Sequence sequence : manifest.sequences()) {
        BackupDatabase.list(
            connection,
            "SELECT setval(?::regclass, ?, ?)",
            row -> row.getLong(1),
            BackupDatabase.quoted(sequence.name()),
            sequence.value(),
            sequence.called());
      }
      BackupDatabase.execute(
          connection, "UPDATE server_state SET epoch = gen_random_uuid(), epoch_since = now()");
      connection.commit();
    }
  }

  private static void checkTarget(Connection connection, Manifest manifest, boolean replace)
      throws SQLException, BackupException {
    List<String> schema = BackupDatabase.schema(connection);
    if (!schema.equals(manifest.schema())) {
      throw new BackupException(
          "The schema is of another release than the backup: start the release that took it on an"
              + " empty database, restore there, then upgrade");
    }
    boolean used =
        BackupDatabase.list(
                connection,
                "SELECT EXISTS (SELECT 1 FROM account) AS used",
                row -> row.getBoolean("used"))
            .get(0);
    if (used && !replace) {
      throw new BackupException(
          "The database is in use already; --replace puts the backup in the place of what it"
              + " holds");
    }
  }

  static long load(Connection connection, String into, Table table, Path file)
      throws SQLException, IOException {
    try (InputStream from =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "COPY %s (%s) FROM STDIN (FORMAT binary)"
                  .formatted(into, BackupDatabase.quoted(table.columns())),
              from);
    }
  }
}
