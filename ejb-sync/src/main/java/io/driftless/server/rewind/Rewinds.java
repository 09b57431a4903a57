package io.driftless.server.rewind;

import io.driftless.protocol.api.OperationMessages.OperationInfo;
import io.driftless.protocol.api.OperationMessages.OperationKind;
import io.driftless.protocol.api.OperationMessages.RewindPreview;
import io.driftless.protocol.api.OperationMessages.Step;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.OperationId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.access.WorkspaceAccess;
import io.driftless.server.node.NodePast;
import io.driftless.server.node.PageToken;
import io.driftless.server.store.NodeReading;
import io.driftless.server.store.Sql;
import io.driftless.server.store.WorkspaceEntity;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Plans rewinds and undos, and begins them as operations; {@link OperationSteps} takes the steps.
 * Each call checks membership in the transaction that reads.
 */
@Stateless
public class Rewinds {

  /** The most nodes that one operation looks at; larger ones go part by part. */
  public static final int MOST_NODES = 250_000;

  /** The most steps of a page. */
  public static final int MOST = 1_000;

  private static final String BEGIN =
      "INSERT INTO operation (id, workspace_id, account_id, kind, folder_id, of_operation,"
          + " then_revision, seen_revision, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String STEPS =
      "INSERT INTO operation_step (operation_id, ordinal, node_id, kind, action, now_parent,"
          + " now_name, parent_id, name, version) SELECT ?, s.* FROM unnest(?::integer[], ?::uuid[],"
          + " ?::smallint[], ?::smallint[], ?::uuid[], ?::text[], ?::uuid[], ?::text[],"
          + " ?::integer[]) AS s";

  private static final String UNDONE =
      "SELECT seen_revision FROM operation WHERE id = ? AND workspace_id = ? AND state <> 0";

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceAccess access;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /** A folder that is to become what it was. */
  public record Target(WorkspaceId workspace, NodeId folder, Instant at) {}

  private record Planned(Revision then, Revision seen, List<Step> steps) {}

  /**
   * What a rewind would do now.
   *
   * @param page the token of the page before; null for the first
   */
  public RewindPreview preview(Caller caller, Target target, @Nullable String page, int limit) {
    WorkspaceEntity workspace = access.toRead(caller, target.workspace());
    Planned planned = plan(workspace, target, workspace.headRevision());
    List<Step> steps = planned.steps();
    int from = page == null ? 0 : (int) Math.min(PageToken.number(page), steps.size());
    if (from < 0) {
      throw RefusedException.invalid("page", "This is no page of this listing. Begin again.");
    }
    int to = Math.min(steps.size(), from + limit);
    return new RewindPreview(
        target.folder(),
        planned.then(),
        planned.seen(),
        steps.size(),
        steps.subList(from, to),
        to == steps.size() ? null : PageToken.of(to));
  }

  /**
   * Begins a rewind.
   *
   * @param seen the head of the preview: what was changed since is left alone; null for the head
   * @param only nodes of which steps are taken; null for all
   */
  public OperationInfo begin(
      Caller caller, Target target, @Nullable Revision seen, @Nullable List<NodeId> only) {
    WorkspaceEntity workspace = access.toWrite(caller, target.workspace());
    if (seen != null && seen.isAfter(workspace.headRevision())) {
      throw RefusedException.invalid("seen", "The journal does not reach that far.");
    }
    Planned planned = plan(workspace, target, seen == null ? workspace.headRevision() : seen);
    List<Step> steps = planned.steps();
    if (only != null) {
      Set<NodeId> chosen = new HashSet<>(only);
      steps = steps.stream().filter(step -> chosen.contains(step.node())).toList();
    }
    Planned taken = new Planned(planned.then(), planned.seen(), steps);
    return store(caller, target.workspace(), OperationKind.REWIND, target.folder(), null, taken);
  }

  /** Begins to take back what an operation did, where nobody else changed it since. */
  public OperationInfo undo(Caller caller, WorkspaceId workspace, OperationId operation) {
    WorkspaceEntity entity = access.toWrite(caller, workspace);
    Sql sql = Sql.of(store);
    Long before =
        sql.first(
            UNDONE, row -> row.getLong("seen_revision"), operation.value(), workspace.value());
    if (before == null) {
      boolean runs = new OperationListing(sql, workspace).find(operation) != null;
      throw runs
          ? new RefusedException(Refusal.STALE, "It still runs. Undo it when it has ended.")
          : RefusedException.notFound("operation");
    }
    Revision then = new Revision(before);
    Revision seen = entity.headRevision();
    SpotReading reading = new SpotReading(sql, workspace);
    List<NodeId> changed = reading.changedBy(operation.value(), then, seen, MOST_NODES + 1);
    Set<NodeId> others = reading.changedByOthers(operation.value(), then, changed);
    changed = changed.stream().filter(node -> !others.contains(node)).toList();
    List<Step> steps = steps(reading, NodeId.ROOT, then, changed);
    return store(
        caller,
        workspace,
        OperationKind.UNDO,
        NodeId.ROOT,
        operation,
        new Planned(then, seen, steps));
  }

  private Planned plan(WorkspaceEntity workspace, Target target, Revision seen) {
    Sql sql = Sql.of(store);
    NodePast past = new NodePast(sql, workspace);
    past.requireLiveFolder(target.folder());
    Revision then = past.at(target.at());
    SpotReading reading = new SpotReading(sql, workspace.id());
    if (!target.folder().isRoot()
        && !reading.then(List.of(target.folder()), then).isLive(target.folder())) {
      throw RefusedException.invalid("at", "The folder was not there at that time.");
    }
    if (!seen.isAfter(then)) {
      return new Planned(then, seen, List.of());
    }
    List<NodeId> changed = reading.changed(then, seen, MOST_NODES + 1);
    return new Planned(then, seen, steps(reading, target.folder(), then, changed));
  }

  private static List<Step> steps(
      SpotReading reading, NodeId folder, Revision then, List<NodeId> changed) {
    if (changed.size() > MOST_NODES) {
      throw new RefusedException(
          Refusal.TOO_MANY,
          "More than %d nodes changed since. Take a later time, then an earlier one."
              .formatted(MOST_NODES),
          Map.of("limit", MOST_NODES));
    }
    return new RewindPlanner(folder, reading.then(changed, then), reading.now(changed))
        .plan(changed);
  }

  @SuppressWarnings("ParameterNumber") // all that a row holds
  private OperationInfo store(
      Caller caller,
      WorkspaceId workspace,
      OperationKind kind,
      NodeId folder,
      @Nullable OperationId of,
      Planned planned) {
    Sql sql = Sql.of(store);
    UUID id = UUID.randomUUID();
    sql.update(
        BEGIN,
        id,
        workspace.value(),
        caller.account().value(),
        OperationRow.stored(kind),
        folder.value(),
        of == null ? null : of.value(),
        planned.then().value(),
        planned.seen().value(),
        clock.instant());
    insert(sql, id, planned.steps());
    audit.inWorkspace(
        caller,
        workspace,
        "operation.begin",
        Map.of("operation", id.toString(), "kind", kind.name(), "steps", planned.steps().size()));
    return new OperationListing(sql, workspace).get(new OperationId(id));
  }

  private static void insert(Sql sql, UUID operation, List<Step> steps) {
    int count = steps.size();
    Integer[] ordinals = new Integer[count];
    for (int i = 0; i < count; i++) {
      ordinals[i] = i;
    }
    sql.update(
        STEPS,
        operation,
        ordinals,
        steps.stream().map(step -> step.node().value()).toArray(UUID[]::new),
        steps.stream().map(step -> NodeReading.stored(step.kind())).toArray(Short[]::new),
        steps.stream().map(step -> OperationRow.stored(step.action())).toArray(Short[]::new),
        steps.stream().map(step -> value(step.nowParent())).toArray(UUID[]::new),
        steps.stream().map(Step::nowName).toArray(String[]::new),
        steps.stream().map(step -> value(step.parent())).toArray(UUID[]::new),
        steps.stream().map(Step::name).toArray(String[]::new),
        steps.stream().map(step -> step.version().value()).toArray(Integer[]::new));
  }

  private static @Nullable UUID value(@Nullable NodeId node) {
    return node == null ? null : node.value();
  }
}
