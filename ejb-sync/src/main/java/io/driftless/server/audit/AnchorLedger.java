package io.driftless.server.audit;

import io.driftless.protocol.id.Sha256;
import io.driftless.server.store.Sql;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** What the database knows of the anchors; each call is a transaction of its own. */
@Stateless
public class AnchorLedger {

  /** Links may be committed so much later than they say. */
  private static final Duration LATE = Duration.ofHours(1);

  private static final String LAST =
      "SELECT number, at, digest FROM audit_anchor ORDER BY number DESC LIMIT 1";

  private static final String GROWN =
      "SELECT link.scope_id, link.sequence, link.digest FROM ("
          + "SELECT id, audit_sequence FROM workspace UNION ALL SELECT id, audit_sequence FROM account"
          + ") chain JOIN audit link"
          + " ON link.scope_id = chain.id AND link.sequence = chain.audit_sequence"
          + " WHERE link.at >= ? ORDER BY link.scope_id";

  private static final String KEPT =
      "INSERT INTO audit_anchor (number, at, chains, digest) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  @PersistenceContext private EntityManager store;

  private record Last(long number, Instant at, Sha256 digest) {}

  /** The anchor that comes next; nothing in it when no chain grew. */
  public Anchor next(Instant now) {
    Sql sql = Sql.of(store);
    Last last =
        sql.first(
            LAST,
            row ->
                new Last(
                    row.getLong("number"),
                    row.getTimestamp("at").toInstant(),
                    Sha256.ofBytes(row.getBytes("digest"))));
    Instant since = last == null ? Instant.EPOCH : last.at().minus(LATE);
    List<Anchor.Head> heads =
        sql.list(
            GROWN,
            row ->
                new Anchor.Head(
                    Sql.uuid(row, "scope_id"),
                    row.getLong("sequence"),
                    HexFormat.of().formatHex(row.getBytes("digest"))),
            since);
    return last == null
        ? new Anchor(1, now.toString(), Sha256.ofBytes(new byte[Sha256.BYTES]), heads)
        : new Anchor(last.number() + 1, now.toString(), last.digest(), heads);
  }

  /** Notes that an anchor is kept outside. */
  public void kept(Anchor anchor, Sha256 digest) {
    Sql.of(store)
        .update(
            KEPT,
            anchor.number(),
            Instant.parse(anchor.at()),
            anchor.chains().size(),
            digest.bytes());
  }
}
