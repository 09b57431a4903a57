package io.driftless.server.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a run read of it and write down, in the transaction that also does the work: a
 * piece that is repeated after a crash is counted once.
 */
public final class RunJournal {

  private static final String SCOPE =
      "SELECT run_id, kind, workspace_id, dry_run, list_of, settings, created_at FROM job_run"
          + " WHERE run_id = ?";

  private static final String COUNT =
      "INSERT INTO job_count (run_id, workspace_id, stage, name, value) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (run_id, workspace_id, stage, name)"
          + " DO UPDATE SET value = job_count.value + EXCLUDED.value";

  private static final String ITEMS =
      "INSERT INTO job_item (run_id, stage, workspace_id, item, bytes)"
          + " SELECT ?, ?, ?, i.item, i.bytes FROM unnest(?::text[], ?::bigint[]) AS i (item, bytes)"
          + " ON CONFLICT DO NOTHING";

  private static final String LISTED =
      "SELECT item FROM job_item WHERE run_id = ? AND stage = ? AND workspace_id = ? AND item > ?"
          + " ORDER BY item LIMIT ?";

  private static final TypeReference<Map<String, Long>> SETTINGS = new TypeReference<>() {};

  private final Sql sql;
  private final long run;
  private final UUID workspace;
  private final String stage;

  /** Of one stage of a run in one workspace. */
  public RunJournal(Sql sql, long run, WorkspaceId workspace, String stage) {
    this.sql = sql;
    this.run = run;
    this.workspace = workspace.value();
    this.stage = stage;
  }

  /** Something that a dry run would take. */
  public record Item(String item, long bytes) {}

  /** Adds to a count. */
  public void count(String name, long more) {
    if (more != 0) {
      sql.update(COUNT, run, workspace, stage, name, more);
    }
  }

  /** Lists what would be taken; how many were not listed yet. */
  public int list(List<Item> items) {
    return sql.update(
        ITEMS,
        run,
        stage,
        workspace,
        items.stream().map(Item::item).toArray(String[]::new),
        items.stream().map(Item::bytes).toArray(Long[]::new));
  }

  /** What another run listed for this stage and workspace, in order, after an item. */
  public List<String> listed(long ofRun, String after, int limit) {
    return sql.list(LISTED, row -> row.getString("item"), ofRun, stage, workspace, after, limit);
  }

  /** Notes something that went wrong. */
  public void error(String message) {
    error(sql, run, workspace, stage, message);
  }

  static void error(
      Sql sql, long run, @Nullable UUID workspace, String stage, @Nullable String message) {
    sql.update(
        "INSERT INTO job_error (run_id, workspace_id, stage, at, message)"
            + " VALUES (?, ?, ?, now(), ?)",
        run,
        workspace,
        stage,
        message == null ? "" : message);
  }

  /** A run's scope; null when there is no such run. */
  public static @Nullable RunScope scope(Sql sql, long run) {
    return sql.first(SCOPE, RunJournal::scope, run);
  }

  private static RunScope scope(ResultSet row) throws SQLException {
    JobKind kind = JobKind.of(row.getString("kind"));
    if (kind == null) {
      throw new IllegalStateException("This release has no job " + row.getString("kind"));
    }
    UUID workspace = row.getObject("workspace_id", UUID.class);
    return new RunScope(
        row.getLong("run_id"),
        kind,
        workspace == null ? null : new WorkspaceId(workspace),
        row.getBoolean("dry_run"),
        row.getObject("list_of", Long.class),
        settings(row.getString("settings")),
        row.getTimestamp("created_at").toInstant());
  }

  static Map<String, Long> settings(String json) {
    try {
      return Codec.json().readValue(json, SETTINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Settings of a job can't be read", e);
    }
  }

  static String text(Map<String, Long> settings) {
    try {
      return Codec.json().writeValueAsString(settings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Settings of a job can't be written", e);
    }
  }
}
