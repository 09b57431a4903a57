package io.driftless.stack.backup;

import io.driftless.stack.backup.Manifest.Position;
import io.driftless.stack.backup.Manifest.Sequence;
import io.driftless.stack.backup.Manifest.Table;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.postgresql.PGConnection;

/**
 * Takes a backup while people work: all tables as one moment has them. First, in a transaction of
 * its own, it notes that the packs which that moment names are to be kept: a pack is condemned in a
 * committed transaction before its blob goes, so whatever the moment holds as live is condemned
 * after the note, and stays.
 */
public final class BackupTaking {

  private static final String PIN =
      "INSERT INTO backup_pin (backup, taken_at, keep_until, place)"
          + " VALUES (?, now(), now() + make_interval(days => ?), ?)";

  private final BackupDatabase database;

  /** Of this database. */
  public BackupTaking(BackupDatabase database) {
    this.database = database;
  }

  /**
   * Takes one.
   *
   * @param folder one that is not there yet; readable by its owner only, since it holds what the
   *     database holds
   * @param keepDays how long the packs that it names are kept
   */
  public Manifest take(Path folder, int keepDays)
      throws IOException, SQLException, BackupException {
    Path to = folder.toAbsolutePath().normalize();
    Path parent = to.getParent();
    if (parent == null || Files.exists(to)) {
      throw new BackupException(to + " is there already");
    }
    String backup = UUID.randomUUID().toString();
    Path fresh = parent.resolve(to.getFileName() + ".partial-" + backup);
    folder(fresh);
    folder(fresh.resolve("tables"));
    try (Connection connection = database.connect()) {
      BackupDatabase.update(connection, PIN, UUID.fromString(backup), keepDays, to.toString());
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      BackupDatabase.execute(connection, "SET TRANSACTION READ ONLY");
      Manifest manifest = read(connection, backup, fresh);
      connection.rollback();
      manifest.write(fresh);
      force(fresh);
      Files.move(fresh, to);
      force(parent);
      connection.setAutoCommit(true);
      BackupDatabase.update(
          connection,
          "UPDATE backup_pin SET completed_at = now() WHERE backup = ?",
          UUID.fromString(backup));
      return manifest;
    }
  }

  private static Manifest read(Connection connection, String backup, Path fresh)
      throws SQLException, IOException {
    List<Table> tables = new ArrayList<>();
    for (String name : BackupDatabase.tables(connection)) {
      tables.add(copy(connection, name, fresh));
    }
    long[] times =
        BackupDatabase.list(
                connection,
                "SELECT extract(epoch FROM taken_at) * 1000 AS taken,"
                    + " extract(epoch FROM keep_until) * 1000 AS until FROM backup_pin"
                    + " WHERE backup = ?",
                row -> new long[] {row.getLong("taken"), row.getLong("until")},
                UUID.fromString(backup))
            .get(0);
    String epoch =
        BackupDatabase.list(
                connection, "SELECT epoch FROM server_state", row -> row.getString("epoch"))
            .get(0);
    List<Position> positions =
        BackupDatabase.list(
            connection,
            "SELECT id, head_revision, head_commit FROM workspace ORDER BY id",
            row ->
                new Position(
                    row.getString("id"),
                    row.getLong("head_revision"),
                    row.getString("head_commit")));
    return new Manifest(
        Manifest.FORMAT,
        backup,
        times[0],
        times[1],
        epoch,
        BackupDatabase.schema(connection),
        positions,
        tables,
        sequences(connection));
  }

  private static Table copy(Connection connection, String name, Path fresh)
      throws SQLException, IOException {
    List<String> columns =
        BackupDatabase.list(
            connection,
            "SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0"
                + " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            row -> row.getString("attname"),
            BackupDatabase.quoted(name));
    Table table = new Table(name, columns, 0, 0, "");
    Path file = table.file(fresh);
    MessageDigest digest = sha256();
    long rows;
    try (OutputStream to =
        new GZIPOutputStream(
            new DigestOutputStream(
                new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 1 << 16),
                digest))) {
      rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  "COPY %s (%s) TO STDOUT (FORMAT binary)"
                      .formatted(BackupDatabase.quoted(name), BackupDatabase.quoted(columns)),
                  to);
    }
    force(file);
    return new Table(
        name, columns, rows, Files.size(file), HexFormat.of().formatHex(digest.digest()));
  }

  private static List<Sequence> sequences(Connection connection) throws SQLException {
    List<Sequence> found = new ArrayList<>();
    for (String name :
        BackupDatabase.list(
            connection,
            "SELECT relname FROM pg_class WHERE relkind = 'S'"
                + " AND relnamespace = current_schema()::regnamespace ORDER BY relname",
            row -> row.getString("relname"))) {
      found.addAll(
          BackupDatabase.list(
              connection,
              "SELECT last_value, is_called FROM " + BackupDatabase.quoted(name),
              row -> new Sequence(name, row.getLong("last_value"), row.getBoolean("is_called"))));
    }
    return found;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static void folder(Path path) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectory(path, owner);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
