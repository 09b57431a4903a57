package io.driftless.bench.api;

import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.NodeId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A workspace with many entries: one folder with very many files, and folders of 100 files each.
 *
 * <p>They are written into the database as commits would have left them. Sending them is what
 * {@code ./dev measure} is for, and would take minutes for each 100,000.
 *
 * @param id the workspace's id
 * @param wideFolder the folder with very many files
 * @param smallFolder a folder with 100 files
 */
record LargeWorkspace(String id, String wideFolder, String smallFolder) {

  private static final int FILES_IN_FOLDER = 100;
  private static final int ROWS_AT_ONCE = 5_000;
  private static final long SCATTER = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio
  private static final int FOLDER = 1;
  private static final int FILE = 0;

  private static final String NODE =
      "INSERT INTO node (workspace_id, node_id, parent_id, name, kind, version, deleted, revision,"
          + " location_revision) VALUES (?, ?, ?, ?, ?, ?, false, ?, ?)";

  private static final String JOURNAL =
      "INSERT INTO journal (workspace_id, revision, node_id, parent_id, name, kind, version,"
          + " deleted, commit_id, device_id, account_id, applied_at)"
          + " SELECT n.workspace_id, n.revision, n.node_id, n.parent_id, n.name, n.kind, n.version,"
          + " n.deleted, w.head_commit, 'benchmark', m.account_id, now()"
          + " FROM node n JOIN workspace w ON w.id = n.workspace_id"
          + " JOIN membership m ON m.workspace_id = w.id WHERE w.id = ?";

  /** Contents differ as real ones do: digests are what fills a new device's download. */
  private static final String VERSION =
      "INSERT INTO version (workspace_id, node_id, number, size, digest, modified_nanos,"
          + " executable, profile, recipe, recipe_digest, chunks, device_id, account_id, revision,"
          + " created_at)"
          + " SELECT n.workspace_id, n.node_id, 1, 100000 + n.revision,"
          + " sha256(convert_to(n.node_id::text, 'UTF8')), 1767312000000000000 + n.revision * 1000,"
          + " false, 1, sha256(convert_to(n.name, 'UTF8')), sha256(convert_to(n.name, 'UTF8')), 1,"
          + " 'benchmark', m.account_id, n.revision, now()"
          + " FROM node n JOIN membership m ON m.workspace_id = n.workspace_id"
          + " WHERE n.workspace_id = ? AND n.version = 1";

  /** Makes it, with so many files in the one folder, and so many entries in all. */
  static LargeWorkspace make(ApiCaller api, Connection database, int wide, int entries)
      throws IOException, InterruptedException, SQLException {
    byte[] made =
        api.send(
            "POST",
            "/workspaces",
            "application/json",
            BodyPublishers.ofString("{\"name\":\"benchmark " + UUID.randomUUID() + "\"}"));
    UUID workspace = UUID.fromString(Codec.json().readTree(made).path("workspace").asText());
    database.setAutoCommit(false);
    try (PreparedStatement head =
        database.prepareStatement(
            "UPDATE workspace SET head_revision = ?, head_commit = ? WHERE id = ?")) {
      head.setLong(1, entries);
      head.setObject(2, UUID.randomUUID());
      head.setObject(3, workspace);
      head.executeUpdate();
    }
    Writer writer = new Writer(workspace, wide, entries);
    writer.write(database);
    for (String rows : new String[] {JOURNAL, VERSION}) {
      try (PreparedStatement fill = database.prepareStatement(rows)) {
        fill.setObject(1, workspace);
        fill.executeUpdate();
      }
    }
    database.commit();
    database.setAutoCommit(true);
    try (Statement analyze = database.createStatement()) {
      analyze.execute("ANALYZE node, journal, version");
    }
    return new LargeWorkspace(
        workspace.toString(), writer.node(1).toString(), writer.node(wide + 2).toString());
  }

  /** Writes the rows of {@code node}, in the order of their revisions. */
  private record Writer(UUID workspace, int wide, int entries) {

    /** Scattered as random ids are: the order of ids says nothing about the tree. */
    UUID node(int entry) {
      long seed = workspace.getLeastSignificantBits() + entry;
      return new UUID(Long.reverse(seed * SCATTER), seed * SCATTER);
    }

    void write(Connection database) throws SQLException {
      try (PreparedStatement row = database.prepareStatement(NODE)) {
        for (int i = 1; i <= entries; i++) {
          set(row, i);
          row.addBatch();
          if (i % ROWS_AT_ONCE == 0 || i == entries) {
            row.executeBatch();
          }
        }
      }
    }

    private void set(PreparedStatement row, int entry) throws SQLException {
      int inGroup = (entry - wide - 2) % (FILES_IN_FOLDER + 1);
      boolean folder = entry == 1 || (entry > wide + 1 && inGroup == 0);
      UUID parent = NodeId.ROOT.value();
      if (!folder) {
        parent = node(entry <= wide + 1 ? 1 : entry - inGroup);
      }
      row.setObject(1, workspace);
      row.setObject(2, node(entry));
      row.setObject(3, parent);
      row.setString(4, folder ? "Department " + entry : "Report of quarter " + entry + ".docx");
      row.setInt(5, folder ? FOLDER : FILE);
      row.setInt(6, folder ? 0 : 1);
      row.setLong(7, entry);
      row.setLong(8, entry);
    }
  }
}
