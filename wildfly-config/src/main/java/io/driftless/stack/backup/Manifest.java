package io.driftless.stack.backup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.stack.host.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a backup holds: {@code manifest.json} in its folder, written last. A folder without it is no
 * backup.
 *
 * @param format 1
 * @param backup its id, by which its packs are kept
 * @param takenMillis when, since 1970
 * @param keepUntilMillis until when the packs that it names are kept
 * @param epoch the server's life that it is of
 * @param schema the scripts that had made the schema, with their checksums, in order
 * @param workspaces the journal positions
 * @param tables what each table held
 * @param sequences where each sequence stood
 */
public record Manifest(
    int format,
    String backup,
    long takenMillis,
    long keepUntilMillis,
    String epoch,
    List<String> schema,
    List<Position> workspaces,
    List<Table> tables,
    List<Sequence> sequences) {

  static final int FORMAT = 1;
  private static final String FILE = "manifest.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  public Manifest {
    schema = List.copyOf(schema);
    workspaces = List.copyOf(workspaces);
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
  }

  /** The journal's head of a workspace. */
  public record Position(String workspace, long revision, String commit) {}

  /**
   * A table's rows, in PostgreSQL's binary form, gzipped, in {@code tables/NAME.gz}.
   *
   * @param sha256 of the file
   */
  public record Table(String name, List<String> columns, long rows, long bytes, String sha256) {
    public Table {
      columns = List.copyOf(columns);
    }

    Path file(Path folder) {
      return folder.resolve("tables").resolve(name + ".gz");
    }
  }

  /** A sequence. */
  public record Sequence(String name, long value, boolean called) {}

  /** All rows. */
  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /** Bytes of all files. */
  public long bytes() {
    return tables.stream().mapToLong(Table::bytes).sum();
  }

  /** Reads a folder's manifest. */
  public static Manifest read(Path folder) throws IOException, BackupException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new BackupException(folder + " holds no complete backup: it has no " + FILE);
    }
    Manifest manifest = JSON.readValue(Files.readAllBytes(file), Manifest.class);
    if (manifest.format() != FORMAT) {
      throw new BackupException(
          "The backup has the form %d; this release reads %d".formatted(manifest.format(), FORMAT));
    }
    return manifest;
  }

  void write(Path folder) throws IOException {
    PrivateFiles.write(
        folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
  }
}
