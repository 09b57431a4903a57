package io.driftless.server.audit;

import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads chains piece by piece for a check; each call is a transaction of its own. */
@Stateless
public class ChainReading {

  private static final int PIECE = 5_000;

  private static final String SCOPES =
      "(SELECT id, audit_sequence, audit_digest FROM workspace"
          + " UNION ALL SELECT id, audit_sequence, audit_digest FROM account) chain";

  private static final String HEADS =
      "SELECT id AS scope_id, audit_sequence AS sequence, audit_digest AS digest FROM "
          + SCOPES
          + " WHERE audit_sequence > 0 AND (CAST(? AS uuid) IS NULL OR id = ?) ORDER BY id";

  private static final String STRAYS =
      "SELECT DISTINCT scope_id FROM audit"
          + " WHERE NOT EXISTS (SELECT 1 FROM "
          + SCOPES
          + " WHERE chain.id = audit.scope_id AND chain.audit_sequence > 0) LIMIT ?";

  private static final String SAME =
      "SELECT link.scope_id, link.sequence, link.digest FROM audit link"
          + " JOIN unnest(CAST(? AS uuid[]), CAST(? AS bigint[])) wanted (scope_id, sequence)"
          + " ON wanted.scope_id = link.scope_id AND wanted.sequence = link.sequence";

  @PersistenceContext private EntityManager store;

  /** Where the chains end; of this scope only unless it is null. */
  public List<Anchor.Head> heads(@Nullable UUID scope) {
    return Sql.of(store).list(HEADS, ChainReading::head, scope, scope);
  }

  /** Links in order from a sequence on, some thousand at most. */
  public List<AuditEntity> links(UUID scope, long from, long to) {
    List<AuditEntity> links =
        store
            .createQuery(
                "SELECT l FROM AuditEntity l WHERE l.scopeId = :scope"
                    + " AND l.sequence BETWEEN :from AND :to ORDER BY l.sequence",
                AuditEntity.class)
            .setParameter("scope", scope)
            .setParameter("from", from)
            .setParameter("to", to)
            .setMaxResults(PIECE)
            .getResultList();
    store.clear();
    return links;
  }

  /** Chains of which neither a workspace nor an account knows. */
  public List<UUID> withoutHead() {
    return Sql.of(store).list(STRAYS, row -> Sql.uuid(row, "scope_id"), AuditCheck.MOST_PROBLEMS);
  }

  /** The links that stand now where these stood. */
  public List<Anchor.Head> same(List<Anchor.Head> heads) {
    return Sql.of(store)
        .list(
            SAME,
            ChainReading::head,
            heads.stream().map(Anchor.Head::scope).toArray(UUID[]::new),
            heads.stream().map(Anchor.Head::sequence).toArray(Long[]::new));
  }

  /** The digests of the anchors that were noted, from number 1. */
  public List<String> anchors() {
    return Sql.of(store)
        .list(
            "SELECT digest FROM audit_anchor ORDER BY number",
            row -> HexFormat.of().formatHex(row.getBytes("digest")));
  }

  private static Anchor.Head head(ResultSet row) throws SQLException {
    return new Anchor.Head(
        Sql.uuid(row, "scope_id"),
        row.getLong("sequence"),
        HexFormat.of().formatHex(row.getBytes("digest")));
  }
}
