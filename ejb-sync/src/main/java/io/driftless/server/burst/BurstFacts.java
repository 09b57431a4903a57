package io.driftless.server.burst;

import io.driftless.protocol.api.BurstMessages.BurstDeed;
import io.driftless.protocol.api.BurstMessages.BurstState;
import io.driftless.protocol.id.BurstId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.server.burst.ChangeBreaker.Harm;
import io.driftless.server.store.Sql;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the database knows about the deletes and rewrites of one device in one workspace. */
final class BurstFacts {

  /** What is counted together. */
  static final Duration WINDOW = Duration.ofMinutes(10);

  /** How long everything passes after somebody approved. */
  static final Duration APPROVED = Duration.ofHours(1);

  /** The server's rule: more than a thousand files, and more than half of all. */
  static final Rule USUAL = new Rule(1_000, 50);

  /** So many nodes beneath a folder are counted; one with more is a burst by any rule. */
  private static final int MOST_COUNTED = 200_000;

  /** The changes of a burst that are listed one by one. */
  private static final int MOST_LISTED = 100_000;

  private static final String BENEATH =
      "WITH RECURSIVE below AS (SELECT wanted.id AS named, n.node_id, n.kind FROM"
          + " unnest(?::uuid[]) AS wanted (id) LEFT JOIN alias a ON a.workspace_id = ?"
          + " AND a.node_id = wanted.id JOIN node n ON n.workspace_id = ?"
          + " AND n.node_id = coalesce(a.into_node_id, wanted.id) AND NOT n.deleted"
          + " UNION ALL SELECT b.named, n.node_id, n.kind FROM below b JOIN node n"
          + " ON b.kind = 1 AND n.workspace_id = ? AND n.parent_id = b.node_id AND NOT n.deleted)"
          + " SELECT named, count(*) FILTER (WHERE kind <> 1) AS files"
          + " FROM (SELECT * FROM below LIMIT ?) AS counted GROUP BY named";

  private static final String CONTENT =
      "SELECT n.node_id, v.digest FROM node n JOIN version v ON v.workspace_id = n.workspace_id"
          + " AND v.node_id = n.node_id AND v.number = n.version"
          + " WHERE n.workspace_id = ? AND n.node_id = ANY (?) AND NOT n.deleted";

  private static final String STANDING =
      "SELECT d.virtual, r.files, r.percent, (SELECT b.id FROM burst b WHERE b.workspace_id = s.id"
          + " AND b.device_id = d.id AND b.state = 'PARKED' LIMIT 1) AS parked,"
          + " EXISTS (SELECT 1 FROM burst b WHERE b.workspace_id = s.id AND b.device_id = d.id"
          + " AND b.state <> 'PARKED') AS decided,"
          + " EXISTS (SELECT 1 FROM burst b WHERE b.workspace_id = s.id AND b.device_id = d.id"
          + " AND b.state = 'APPROVED' AND b.decided_at > ?) AS lately,"
          + " (SELECT coalesce(sum(t.files), 0) FROM burst_tally t WHERE t.workspace_id = s.id"
          + " AND t.device_id = d.id AND t.minute > ?)::bigint AS tally"
          + " FROM device d CROSS JOIN (SELECT ?::uuid AS id) s"
          + " LEFT JOIN burst_rule r ON r.workspace_id = s.id WHERE d.id = ?";

  private static final String KNOWN =
      "SELECT c.node_id, c.base_version, b.state, b.decided_at, who.username FROM burst b"
          + " JOIN burst_change c ON c.burst_id = b.id LEFT JOIN account who"
          + " ON who.id = b.decided_by WHERE b.workspace_id = ? AND b.device_id = ?"
          + " AND b.state <> 'PARKED' AND c.node_id = ANY (?) ORDER BY b.began_at";

  private static final String PARK =
      "INSERT INTO burst_change (burst_id, node_id, deed, base_version, files)"
          + " SELECT ?, c.* FROM unnest(?::uuid[], ?::text[], ?::integer[], ?::integer[])"
          + " AS c (node_id, deed, base_version, files)"
          + " WHERE (SELECT count(*) FROM burst_change WHERE burst_id = ?) < ?"
          + " ON CONFLICT (burst_id, node_id) DO UPDATE SET deed = EXCLUDED.deed,"
          + " base_version = EXCLUDED.base_version, files = EXCLUDED.files";

  private static final String ADD =
      "WITH gone AS (DELETE FROM burst_tally WHERE workspace_id = ? AND device_id = ?"
          + " AND minute <= ?) INSERT INTO burst_tally (workspace_id, device_id, minute, files) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (workspace_id, device_id, minute)"
          + " DO UPDATE SET files = burst_tally.files + EXCLUDED.files";

  private final Sql sql;
  private final UUID workspace;
  private final String device;

  BurstFacts(Sql sql, WorkspaceId workspace, DeviceId device) {
    this.sql = sql;
    this.workspace = workspace.value();
    this.device = device.value();
  }

  /** Beyond both of these it is a burst; 0 files for none at all. */
  record Rule(int files, int percent) {}

  /**
   * How it stands with the device before a commit.
   *
   * @param virtual whether it is that of the HTTP API, whose calls are each a person's own
   * @param parked the burst about which nobody has decided; null when there is none
   * @param decided whether there was ever another one
   * @param approvedLately whether everything passes
   * @param tally what it did within the window
   */
  record Standing(
      boolean virtual,
      Rule rule,
      @Nullable BurstId parked,
      boolean decided,
      boolean approvedLately,
      long tally) {}

  /**
   * What was decided about these very changes before.
   *
   * @param rejected with who rejected it when, and what to do, in words
   */
  record Known(Set<NodeId> approved, Map<NodeId, String> rejected) {
    static final Known NOTHING = new Known(Set.of(), Map.of());
  }

  /** How it stands with the device now. */
  Standing standing(Instant now) {
    return Objects.requireNonNull(
        sql.first(
            STANDING,
            row -> {
              UUID parked = row.getObject("parked", UUID.class);
              Integer files = row.getObject("files", Integer.class);
              return new Standing(
                  row.getBoolean("virtual"),
                  files == null ? USUAL : new Rule(files, row.getInt("percent")),
                  parked == null ? null : new BurstId(parked),
                  row.getBoolean("decided"),
                  row.getBoolean("lately"),
                  row.getLong("tally"));
            },
            now.minus(APPROVED),
            now.minus(WINDOW),
            workspace,
            device));
  }

  static Rule rule(Sql sql, UUID workspace) {
    Rule own =
        sql.first(
            "SELECT files, percent FROM burst_rule WHERE workspace_id = ?",
            row -> new Rule(row.getInt("files"), row.getInt("percent")),
            workspace);
    return own == null ? USUAL : own;
  }

  /** The changes among these that would change something. */
  List<Harm> harms(List<Change> candidates) {
    Map<NodeId, Integer> files = filesBeneath(nodes(candidates, Change.Remove.class));
    Map<NodeId, Sha256> contents = contents(nodes(candidates, Change.Put.class));
    List<Harm> harms = new ArrayList<>();
    for (Change change : candidates) {
      if (change instanceof Change.Remove remove && files.getOrDefault(remove.node(), 0) > 0) {
        int about = files.getOrDefault(remove.node(), 0);
        harms.add(new Harm(remove.node(), BurstDeed.REMOVE, remove.baseVersion(), about));
      } else if (change instanceof Change.Put put) {
        Sha256 now = contents.get(put.node());
        if (now != null && !now.equals(put.content().digest())) {
          harms.add(new Harm(put.node(), BurstDeed.REWRITE, put.base(), 1));
        }
      }
    }
    return harms;
  }

  private static UUID[] nodes(List<Change> changes, Class<? extends Change> kind) {
    return changes.stream()
        .filter(kind::isInstance)
        .map(change -> change.node().value())
        .toArray(UUID[]::new);
  }

  private Map<NodeId, Integer> filesBeneath(UUID[] nodes) {
    Map<NodeId, Integer> files = new HashMap<>();
    if (nodes.length > 0) {
      sql.list(
              BENEATH,
              row -> Map.entry(new NodeId(Sql.uuid(row, "named")), row.getInt("files")),
              nodes,
              workspace,
              workspace,
              workspace,
              MOST_COUNTED)
          .forEach(node -> files.put(node.getKey(), node.getValue()));
    }
    return files;
  }

  private Map<NodeId, Sha256> contents(UUID[] nodes) {
    Map<NodeId, Sha256> contents = new HashMap<>();
    if (nodes.length > 0) {
      sql.list(
              CONTENT,
              row ->
                  Map.entry(
                      new NodeId(Sql.uuid(row, "node_id")), Sha256.ofBytes(row.getBytes("digest"))),
              workspace,
              nodes)
          .forEach(node -> contents.put(node.getKey(), node.getValue()));
    }
    return contents;
  }

  /** What was decided about these changes of the device. */
  Known known(List<Harm> harms) {
    Map<NodeId, VersionNumber> bases = new HashMap<>();
    harms.forEach(harm -> bases.put(harm.node(), harm.base()));
    Set<NodeId> approved = new HashSet<>();
    Map<NodeId, String> rejected = new HashMap<>();
    sql
        .list(
            KNOWN,
            row ->
                new Decided(
                    new NodeId(Sql.uuid(row, "node_id")),
                    new VersionNumber(row.getInt("base_version")),
                    BurstState.valueOf(row.getString("state")),
                    row.getString("username"),
                    row.getTimestamp("decided_at").toInstant().truncatedTo(ChronoUnit.SECONDS)),
            workspace,
            device,
            bases.keySet().stream().map(NodeId::value).toArray(UUID[]::new))
        .stream()
        .filter(one -> one.base().equals(bases.get(one.node())))
        .forEach(
            one -> {
              approved.remove(one.node()); // the last decision holds
              rejected.remove(one.node());
              if (one.state() == BurstState.APPROVED) {
                approved.add(one.node());
              } else {
                rejected.put(one.node(), one.words());
              }
            });
    return new Known(approved, rejected);
  }

  private record Decided(
      NodeId node, VersionNumber base, BurstState state, @Nullable String by, Instant at) {

    String words() {
      return ("Rejected by %s at %s; the workspace keeps version %d. To have that here, 'driftless"
              + " unlink' the folder and 'driftless init' it again: what you wrote stays beside it."
              + " Or ask for another decision.")
          .formatted(Objects.requireNonNullElse(by, "somebody"), at, base.value());
    }
  }

  /** Adds to what the device did. */
  void add(long files, Instant now) {
    sql.update(
        ADD,
        workspace,
        device,
        now.minus(WINDOW),
        workspace,
        device,
        now.truncatedTo(ChronoUnit.MINUTES),
        files);
  }

  long liveFiles() {
    Long live =
        sql.first(
            "SELECT count(*) AS files FROM node WHERE workspace_id = ? AND kind <> 1"
                + " AND NOT deleted",
            row -> row.getLong("files"),
            workspace);
    return Objects.requireNonNullElse(live, 0L);
  }

  void begin(BurstId burst, long counted, Instant now) {
    sql.update(
        "INSERT INTO burst (id, workspace_id, device_id, state, counted, began_at)"
            + " VALUES (?, ?, ?, 'PARKED', ?, ?)",
        burst.value(),
        workspace,
        device,
        counted,
        Timestamp.from(now));
  }

  void park(BurstId burst, List<Harm> harms) {
    Map<NodeId, Harm> last = new HashMap<>();
    harms.forEach(harm -> last.put(harm.node(), harm));
    List<Harm> each = List.copyOf(last.values());
    sql.update(
        PARK,
        burst.value(),
        each.stream().map(harm -> harm.node().value()).toArray(UUID[]::new),
        each.stream().map(harm -> harm.deed().name()).toArray(String[]::new),
        each.stream().map(harm -> harm.base().value()).toArray(Integer[]::new),
        each.stream().map(Harm::files).toArray(Integer[]::new),
        burst.value(),
        MOST_LISTED);
  }
}
