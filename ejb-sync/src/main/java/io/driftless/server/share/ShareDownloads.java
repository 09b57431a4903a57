package io.driftless.server.share;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.server.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Which downloads by a link go on from the middle: those of the same file and version, to the same
 * address, that began within a day, until twice the file's bytes were sent. So an interruption
 * costs no download, and a limit of downloads still limits what can be had. Within the caller's
 * transaction.
 */
@ApplicationScoped
public class ShareDownloads {

  /** How long after its beginning a download may go on. */
  static final Duration GOES_ON = Duration.ofDays(1);

  /** How often its own size a download may send. */
  static final int MOST_TIMES = 2;

  private static final String BEGUN =
      "SELECT sent FROM share_download WHERE share_id = ? AND node_id = ? AND version = ?"
          + " AND address = ? AND began_at > ?";

  private static final String BEGIN =
      "INSERT INTO share_download (share_id, node_id, version, address, began_at, sent)"
          + " VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (share_id, node_id, version, address)"
          + " DO UPDATE SET began_at = EXCLUDED.began_at, sent = 0";

  private static final String FORGET =
      "DELETE FROM share_download WHERE share_id = ? AND began_at <= ?";

  private static final String SENT =
      "UPDATE share_download SET sent = sent + ? WHERE share_id = ? AND node_id = ?"
          + " AND version = ? AND address = ?";

  @PersistenceContext private EntityManager store;
  @Inject private Clock clock;

  /** Whether what is asked for from the middle belongs to a download that was counted. */
  boolean goesOn(Visit visit, NodeId file, FileVersion version) {
    Long sent =
        Sql.of(store)
            .first(
                BEGUN,
                row -> row.getLong("sent"),
                visit.share().value(),
                file.value(),
                version.number().value(),
                address(visit),
                clock.instant().minus(GOES_ON));
    return sent != null && sent < MOST_TIMES * version.size();
  }

  /** A download begins, and was counted. */
  void begin(Visit visit, NodeId file, FileVersion version) {
    Instant now = clock.instant();
    Sql sql = Sql.of(store);
    sql.update(FORGET, visit.share().value(), now.minus(GOES_ON));
    sql.update(
        BEGIN, visit.share().value(), file.value(), version.number().value(), address(visit), now);
  }

  /** So many bytes of it went out. */
  void sent(Visit visit, NodeId file, FileVersion version, long bytes) {
    Sql.of(store)
        .update(
            SENT,
            bytes,
            visit.share().value(),
            file.value(),
            version.number().value(),
            address(visit));
  }

  private static String address(Visit visit) {
    return Objects.requireNonNullElse(visit.maker().address(), "");
  }
}
