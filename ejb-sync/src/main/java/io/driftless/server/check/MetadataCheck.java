package io.driftless.server.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Something that must hold in every workspace at every moment; each is one statement. */
enum MetadataCheck {
  /** The current content of every file that is not removed is there. */
  CONTENT_MISSING(
      "SELECT n.node_id::text AS item FROM node n LEFT JOIN version v"
          + " ON v.workspace_id = n.workspace_id AND v.node_id = n.node_id"
          + " AND v.number = n.version WHERE n.workspace_id = ? AND n.kind = 0 AND NOT n.deleted"
          + " AND v.recipe IS NULL"),
  /** Every chunk that a version names lies in a pack that is live. */
  CHUNK_UNREADABLE(
      "SELECT encode(named.hash, 'hex') AS item FROM (SELECT DISTINCT v.workspace_id,"
          + " substring(v.recipe FROM 1 + 32 * g.i FOR 32) AS hash FROM version v"
          + " CROSS JOIN LATERAL generate_series(0, v.chunks - 1) AS g (i)"
          + " WHERE v.workspace_id = ? AND v.recipe IS NOT NULL) named WHERE NOT EXISTS (SELECT 1"
          + " FROM chunk_location l JOIN pack p USING (workspace_id, pack_id)"
          + " WHERE l.workspace_id = named.workspace_id AND l.hash = named.hash AND p.state = 0)"),
  /** No version names a chunk that is in quarantine. */
  CHUNK_QUARANTINED(
      "SELECT encode(c.hash, 'hex') AS item FROM chunk c WHERE c.workspace_id = ? AND c.state = 2"
          + " AND c.hash IN (SELECT substring(v.recipe FROM 1 + 32 * g.i FOR 32) FROM version v"
          + " CROSS JOIN LATERAL generate_series(0, v.chunks - 1) AS g (i)"
          + " WHERE v.workspace_id = c.workspace_id AND v.recipe IS NOT NULL)"),
  /** Every place is that of a known chunk in a live pack. */
  PLACE_ADRIFT(
      "SELECT l.pack_id || '/' || l.entry AS item FROM chunk_location l WHERE l.workspace_id = ?"
          + " AND NOT (EXISTS (SELECT 1 FROM pack p WHERE p.workspace_id = l.workspace_id"
          + " AND p.pack_id = l.pack_id AND p.state = 0) AND EXISTS (SELECT 1 FROM chunk c"
          + " WHERE c.workspace_id = l.workspace_id AND c.hash = l.hash))"),
  /** A recipe is as long as it says. */
  RECIPE_CUT(
      "SELECT node_id || ':' || number AS item FROM version WHERE workspace_id = ?"
          + " AND octet_length(recipe) <> 32 * chunks"),
  /** Every node is as its last journal row says. */
  NODE_DIFFERS(
      "SELECT n.node_id::text AS item FROM node n LEFT JOIN journal j"
          + " ON j.workspace_id = n.workspace_id AND j.revision = n.revision"
          + " AND j.node_id = n.node_id WHERE n.workspace_id = ? AND (j.revision IS NULL"
          + " OR (j.parent_id, j.name, j.kind, j.version, j.deleted) IS DISTINCT FROM"
          + " (n.parent_id, n.name, n.kind, n.version, n.deleted) OR EXISTS (SELECT 1 FROM journal k"
          + " WHERE k.workspace_id = n.workspace_id AND k.node_id = n.node_id"
          + " AND k.revision > n.revision))"),
  /** Every parent is the root or a folder of the workspace. */
  PARENT_UNKNOWN(
      "SELECT n.node_id::text AS item FROM node n WHERE n.workspace_id = ?"
          + " AND n.parent_id <> '00000000-0000-0000-0000-000000000000' AND NOT EXISTS (SELECT 1"
          + " FROM node p WHERE p.workspace_id = n.workspace_id AND p.node_id = n.parent_id"
          + " AND p.kind = 1)"),
  /** The journal has every revision from its floor to its head. */
  JOURNAL_GAP(
      "SELECT w.head_revision::text AS item FROM workspace w WHERE w.id = ? AND w.head_revision"
          + " <> w.floor_revision + (SELECT count(*) FROM journal j WHERE j.workspace_id = w.id"
          + " AND j.revision > w.floor_revision)"),
  /** The quota counts the packs that are live; the one thing that is repaired. */
  QUOTA_WRONG(
      "SELECT w.used_bytes::text AS item FROM workspace w WHERE w.id = ? AND w.used_bytes <>"
          + " (SELECT COALESCE(sum(p.size_bytes), 0) FROM pack p WHERE p.workspace_id = w.id"
          + " AND p.state = 0)");

  private final String query;

  MetadataCheck(String query) {
    this.query = query + " LIMIT ?";
  }

  /** What breaks it: {@code item}, at most so many; for a workspace. */
  String query() {
    return query;
  }

  static @Nullable MetadataCheck named(String name) {
    return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst().orElse(null);
  }
}
