package io.driftless.server.job;

import io.driftless.protocol.api.JobMessages.JobInfo;
import io.driftless.protocol.api.JobMessages.JobList;
import io.driftless.protocol.api.JobMessages.RunDetail;
import io.driftless.protocol.api.JobMessages.RunError;
import io.driftless.protocol.api.JobMessages.RunInfo;
import io.driftless.protocol.api.JobMessages.RunItem;
import io.driftless.protocol.api.JobMessages.RunItems;
import io.driftless.protocol.api.JobMessages.RunPage;
import io.driftless.protocol.api.JobMessages.WorkspaceCounts;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.Sql;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What operators see of jobs and runs. */
@Stateless
public class JobReads {

  /** The most runs, or items, of a page. */
  public static final int MOST = 1_000;

  private static final int MOST_ERRORS = 100;

  /** A run with its counts as {@code stage.name=value}, and where it is just now. */
  private static final String RUNS =
      "SELECT r.run_id, r.kind, r.workspace_id, r.dry_run, r.list_of, r.settings, r.state,"
          + " r.created_at, r.ended_at, a.username, d.username AS decided, (SELECT string_agg(c.stage || '.' || c.name"
          + " || '=' || c.total, ',') FROM (SELECT stage, name, sum(value) AS total FROM job_count"
          + " WHERE run_id = r.run_id GROUP BY stage, name) AS c) AS counts,"
          + " (SELECT s.stepname FROM step_execution s WHERE s.jobexecutionid = r.execution_id"
          + " ORDER BY s.stepexecutionid DESC LIMIT 1) AS step"
          + " FROM job_run r LEFT JOIN account a ON a.id = r.started_by"
          + " LEFT JOIN account d ON d.id = r.decided_by";

  private static final String BEFORE =
      RUNS
          + " WHERE r.kind = ? AND r.dry_run = ? AND r.workspace_id IS NOT DISTINCT FROM ?"
          + " AND r.run_id < ? AND r.state = 'COMPLETED' ORDER BY r.run_id DESC LIMIT 1";

  /** What belongs to no workspace is counted for the workspace 0, and in the run only. */
  private static final String COUNTS =
      "SELECT workspace_id, stage, name, value FROM job_count WHERE run_id = ?"
          + " AND workspace_id IN (SELECT DISTINCT workspace_id FROM job_count WHERE run_id = ?"
          + " AND workspace_id <> '00000000-0000-0000-0000-000000000000' ORDER BY workspace_id LIMIT 1000) ORDER BY workspace_id, stage, name";

  private static final String ERRORS =
      "SELECT workspace_id, stage, at, message FROM job_error WHERE run_id = ?"
          + " ORDER BY sequence DESC LIMIT ?";

  private static final String ITEMS =
      "SELECT stage, workspace_id, item, bytes FROM job_item WHERE run_id = ?"
          + " AND (stage, workspace_id, item) > (?, ?, ?)"
          + " ORDER BY stage, workspace_id, item LIMIT ?";

  @PersistenceContext private EntityManager store;
  @Inject private JobSchedules schedules;
  @EJB private RunReleases releases;

  /** All jobs. */
  public JobList jobs() {
    return new JobList(Arrays.stream(JobKind.values()).map(this::job).toList());
  }

  /** One job. */
  public JobInfo job(JobKind kind) {
    List<RunInfo> last = runs(kind, null, 1).runs();
    return new JobInfo(
        kind.id(),
        kind.about(),
        kind.defaults(),
        schedules.of(kind),
        releases.rule(kind),
        last.isEmpty() ? null : last.get(0));
  }

  /**
   * Runs, the last one first.
   *
   * @param kind of this job only; null for all
   * @param before only lower numbers; null for all
   */
  public RunPage runs(@Nullable JobKind kind, @Nullable Long before, int limit) {
    List<RunInfo> found =
        Sql.of(store)
            .list(
                RUNS + " WHERE r.kind = ANY (?) AND r.run_id < ? ORDER BY r.run_id DESC LIMIT ?",
                JobReads::run,
                kind == null
                    ? Arrays.stream(JobKind.values()).map(JobKind::id).toArray(String[]::new)
                    : new String[] {kind.id()},
                before == null ? Long.MAX_VALUE : before,
                limit + 1);
    boolean more = found.size() > limit;
    return new RunPage(more ? found.subList(0, limit) : found, more);
  }

  /** A run in detail. */
  public RunDetail run(long run) {
    Sql sql = Sql.of(store);
    RunInfo info = info(run);
    Map<UUID, Map<String, Long>> workspaces = new LinkedHashMap<>();
    sql.list(
        COUNTS,
        row ->
            workspaces
                .computeIfAbsent(Sql.uuid(row, "workspace_id"), id -> new TreeMap<>())
                .put(row.getString("stage") + "." + row.getString("name"), row.getLong("value")),
        run,
        run);
    List<WorkspaceCounts> counts = new ArrayList<>();
    workspaces.forEach(
        (id, values) -> counts.add(new WorkspaceCounts(new WorkspaceId(id), values)));
    List<RunError> errors =
        sql.list(
            ERRORS,
            row ->
                new RunError(
                    workspace(row),
                    row.getString("stage"),
                    row.getTimestamp("at").getTime(),
                    row.getString("message")),
            run,
            MOST_ERRORS);
    return new RunDetail(info, counts, errors, before(sql, info));
  }

  /** The run to compare with: the last one of its kind and scope that ended well before it. */
  private static @Nullable RunInfo before(Sql sql, RunInfo run) {
    WorkspaceId workspace = run.workspace();
    return sql.first(
        BEFORE,
        JobReads::run,
        run.kind(),
        run.dryRun(),
        workspace == null ? null : workspace.value(),
        run.run());
  }

  /** A run. */
  public RunInfo info(long run) {
    RunInfo info = Sql.of(store).first(RUNS + " WHERE r.run_id = ?", JobReads::run, run);
    if (info == null) {
      throw RefusedException.notFound("run");
    }
    return info;
  }

  /**
   * What a dry run would take.
   *
   * @param after {@link RunItems#next} of the page before; null for the first
   * @throws RefusedException when that is none
   */
  public RunItems items(long run, @Nullable String after, int limit) {
    info(run);
    String[] place = after == null ? new String[] {"", "", ""} : after.split("/", -1);
    List<RunItem> items =
        Sql.of(store)
            .list(
                ITEMS,
                row ->
                    new RunItem(
                        row.getString("stage"),
                        new WorkspaceId(Sql.uuid(row, "workspace_id")),
                        row.getString("item"),
                        row.getLong("bytes")),
                run,
                place[0],
                place(place),
                place[place.length - 1],
                limit);
    RunItem last = items.isEmpty() ? null : items.get(items.size() - 1);
    return new RunItems(
        items,
        last == null || items.size() < limit
            ? null
            : last.stage() + "/" + last.workspace() + "/" + last.item());
  }

  private static UUID place(String[] place) {
    if (place.length == 3 && place[0].indexOf('\0') < 0 && place[2].indexOf('\0') < 0) {
      try {
        return place[1].isEmpty() ? new UUID(0, 0) : UUID.fromString(place[1]);
      } catch (IllegalArgumentException e) {
        RefusedException refused = RefusedException.invalid("after", "This is no place in a list.");
        refused.initCause(e);
        throw refused;
      }
    }
    throw RefusedException.invalid("after", "This is no place in a list.");
  }

  private static @Nullable WorkspaceId workspace(ResultSet row) throws SQLException {
    UUID id = row.getObject("workspace_id", UUID.class);
    return id == null ? null : new WorkspaceId(id);
  }

  private static RunInfo run(ResultSet row) throws SQLException {
    RunState state = RunState.valueOf(row.getString("state"));
    Timestamp ended = row.getTimestamp("ended_at");
    return new RunInfo(
        row.getLong("run_id"),
        row.getString("kind"),
        workspace(row),
        row.getBoolean("dry_run"),
        row.getObject("list_of", Long.class),
        state.told(),
        state.isFinal() ? null : row.getString("step"),
        row.getString("username"),
        row.getString("decided"),
        row.getTimestamp("created_at").getTime(),
        ended == null ? null : ended.getTime(),
        RunJournal.settings(row.getString("settings")),
        counts(row.getString("counts")));
  }

  private static Map<String, Long> counts(@Nullable String text) {
    Map<String, Long> counts = new TreeMap<>();
    if (text != null) {
      for (String count : text.split(",", -1)) {
        int equals = count.indexOf('=');
        counts.put(count.substring(0, equals), Long.parseLong(count.substring(equals + 1)));
      }
    }
    return counts;
  }
}
