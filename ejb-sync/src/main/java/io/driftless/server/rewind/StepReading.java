package io.driftless.server.rewind;

import io.driftless.protocol.id.NodeId;
import io.driftless.server.rewind.OperationRow.Work;
import io.driftless.server.store.Sql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the steps of an operation have to know of the workspace as it is. */
final class StepReading {

  private static final String HOLDERS =
      "SELECT n.node_id, n.parent_id, n.name FROM unnest(?::uuid[], ?::text[])"
          + " AS wanted (parent_id, name) JOIN node n ON n.workspace_id = ?"
          + " AND n.parent_id = wanted.parent_id AND n.name = wanted.name AND NOT n.deleted";

  private static final String LEAVING =
      "SELECT node_id FROM operation_step WHERE operation_id = ? AND node_id = ANY (?)"
          + " AND state = 0 AND action IN (1, 3)";

  private static final String TAKEN =
      "SELECT 1 FROM node WHERE workspace_id = ? AND parent_id = ? AND name = ? AND NOT deleted";

  /** Something beneath a folder that the operation does not remove, or that was changed since. */
  private static final String MORE =
      "WITH RECURSIVE tree AS (SELECT node_id, revision FROM node WHERE workspace_id = ?"
          + " AND parent_id = ? AND NOT deleted UNION ALL SELECT n.node_id, n.revision FROM tree t"
          + " JOIN node n ON n.workspace_id = ? AND n.parent_id = t.node_id AND NOT n.deleted)"
          + " SELECT 1 FROM tree t WHERE NOT EXISTS (SELECT 1 FROM operation_step s"
          + " WHERE s.operation_id = ? AND s.node_id = t.node_id AND s.action = 3)"
          + " OR (t.revision > ? AND NOT EXISTS (SELECT 1 FROM journal j JOIN operation_commit c"
          + " ON c.operation_id = ? AND c.commit_id = j.commit_id"
          + " WHERE j.workspace_id = ? AND j.revision = t.revision)) LIMIT 1";

  private final Sql sql;
  private final Work work;
  private final UUID workspace;
  private final SpotReading spots;

  StepReading(Sql sql, Work work) {
    this.sql = sql;
    this.work = work;
    this.workspace = work.workspace().value();
    this.spots = new SpotReading(sql, work.workspace());
  }

  /** A name in a folder. */
  record Place(NodeId parent, String name) {}

  SpotTree now(Collection<NodeId> nodes) {
    return spots.now(nodes);
  }

  /** Those of the nodes that somebody else changed since the operation was planned. */
  Set<NodeId> changedByOthers(Collection<NodeId> nodes) {
    return spots.changedByOthers(work.id().value(), work.seen(), nodes);
  }

  /** The live nodes that have these places. */
  Map<Place, NodeId> holders(List<Place> places) {
    Map<Place, NodeId> holders = new HashMap<>();
    sql.list(
            HOLDERS,
            row ->
                Map.entry(
                    new Place(new NodeId(Sql.uuid(row, "parent_id")), row.getString("name")),
                    new NodeId(Sql.uuid(row, "node_id"))),
            places.stream().map(place -> place.parent().value()).toArray(UUID[]::new),
            places.stream().map(Place::name).toArray(String[]::new),
            workspace)
        .forEach(holder -> holders.put(holder.getKey(), holder.getValue()));
    return holders;
  }

  /** Those of the nodes that a step takes elsewhere, or removes. */
  Set<NodeId> leaving(Collection<NodeId> nodes) {
    return Set.copyOf(
        sql.list(
            LEAVING,
            row -> new NodeId(Sql.uuid(row, "node_id")),
            work.id().value(),
            nodes.stream().map(NodeId::value).toArray(UUID[]::new)));
  }

  boolean isTaken(Place place) {
    return sql.first(TAKEN, row -> true, workspace, place.parent().value(), place.name()) != null;
  }

  /** Whether a folder holds what the operation does not remove with it. */
  boolean holdsMore(NodeId folder) {
    UUID operation = work.id().value();
    return sql.first(
            MORE,
            row -> true,
            workspace,
            folder.value(),
            workspace,
            operation,
            work.seen().value(),
            operation,
            workspace)
        != null;
  }
}
