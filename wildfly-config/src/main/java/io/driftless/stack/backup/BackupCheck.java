package io.driftless.stack.backup;

import io.driftless.stack.backup.Manifest.Table;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Looks whether a backup is whole, and whether the packs that it names are there still. */
public final class BackupCheck {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };

  private static final String LOST =
      "SELECT count(*) FILTER (WHERE b.state = 0) AS live, count(*) FILTER (WHERE b.state = 0"
          + " AND (p.pack_id IS NULL OR p.deleted_at IS NOT NULL)) AS lost FROM backed_up b"
          + " LEFT JOIN pack p USING (workspace_id, pack_id)";

  private BackupCheck() {}

  /**
   * The packs that a backup needs.
   *
   * @param live how many it names
   * @param lost those of them that the server has deleted since, or never knew
   */
  public record Packs(long live, long lost) {}

  /** Reads every file of a backup. What is wrong, in words; empty when it is whole. */
  public static List<String> files(Path folder, Manifest manifest) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Table table : manifest.tables()) {
      Path file = table.file(folder);
      if (!Files.isRegularFile(file)) {
        wrong.add("%s is missing".formatted(file));
        continue;
      }
      MessageDigest digest = BackupTaking.sha256();
      long rows = -1;
      try (InputStream raw = new DigestInputStream(Files.newInputStream(file), digest)) {
        rows = rows(raw);
        raw.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        wrong.add("%s can't be read: %s".formatted(file, e.getMessage()));
        continue;
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(table.sha256())) {
        wrong.add("%s is not what was written".formatted(file));
      } else if (rows != table.rows()) {
        wrong.add("%s has %d rows, not %d".formatted(file, rows, table.rows()));
      }
    }
    return wrong;
  }

  /** Counts the rows of a table in PostgreSQL's binary form. */
  private static long rows(InputStream raw) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new GZIPInputStream(raw), 1 << 16));
    byte[] signature = new byte[SIGNATURE.length];
    in.readFully(signature);
    if (!Arrays.equals(signature, SIGNATURE)) {
      throw new IOException("it is no table of PostgreSQL's");
    }
    in.readInt();
    in.skipNBytes(in.readInt());
    long rows = 0;
    for (int fields = in.readShort(); fields >= 0; fields = in.readShort()) {
      for (int field = 0; field < fields; field++) {
        int length = in.readInt();
        if (length > 0) {
          in.skipNBytes(length);
        }
      }
      rows++;
    }
    if (in.read() >= 0) {
      throw new EOFException("it goes on behind its end");
    }
    return rows;
  }

  /** Asks the service's database which of a backup's packs are kept. */
  public static Packs packs(BackupDatabase database, Path folder, Manifest manifest)
      throws SQLException, IOException, BackupException {
    Table packs =
        manifest.tables().stream()
            .filter(table -> table.name().equals("pack"))
            .findFirst()
            .orElseThrow(() -> new BackupException("The backup has no table pack"));
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      BackupDatabase.execute(
          connection, "CREATE TEMPORARY TABLE backed_up (LIKE pack) ON COMMIT DROP");
      BackupRestore.load(connection, "backed_up", packs, packs.file(folder));
      Packs found =
          BackupDatabase.list(
                  connection, LOST, row -> new Packs(row.getLong("live"), row.getLong("lost")))
              .get(0);
      connection.rollback();
      return found;
    }
  }
}
