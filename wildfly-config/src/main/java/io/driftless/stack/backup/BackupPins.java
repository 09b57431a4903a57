package io.driftless.stack.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The backups whose packs the server keeps. */
public final class BackupPins {

  private final BackupDatabase database;

  /** Of this database. */
  public BackupPins(BackupDatabase database) {
    this.database = database;
  }

  /**
   * A backup that the server knows of.
   *
   * @param place the folder that it was written to, on the machine that took it
   * @param completedMillis null when it was never completed
   */
  public record Pin(
      String backup,
      String place,
      long takenMillis,
      @Nullable Long completedMillis,
      long keepUntilMillis) {}

  /** All of them, the last one first. */
  public List<Pin> list() throws SQLException {
    try (Connection connection = database.connect()) {
      return BackupDatabase.list(
          connection,
          "SELECT backup, place, (extract(epoch FROM taken_at) * 1000)::bigint AS taken,"
              + " (extract(epoch FROM completed_at) * 1000)::bigint AS completed,"
              + " (extract(epoch FROM keep_until) * 1000)::bigint AS until"
              + " FROM backup_pin ORDER BY taken_at DESC",
          row ->
              new Pin(
                  row.getString("backup"),
                  row.getString("place"),
                  row.getLong("taken"),
                  row.getObject("completed", Long.class),
                  row.getLong("until")));
    }
  }

  /** Keeps the packs of a backup no more; whether it was known. */
  public boolean drop(String backup) throws SQLException, BackupException {
    UUID id;
    try {
      id = UUID.fromString(backup);
    } catch (IllegalArgumentException e) {
      throw new BackupException(backup + " is no backup's id");
    }
    try (Connection connection = database.connect()) {
      return BackupDatabase.update(connection, "DELETE FROM backup_pin WHERE backup = ?", id) == 1;
    }
  }
}
