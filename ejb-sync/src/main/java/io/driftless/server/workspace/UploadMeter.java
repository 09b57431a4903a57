package io.driftless.server.workspace;

import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.blob.ChunkStore;
import io.driftless.server.blob.PackPage;
import io.driftless.server.environment.ServerSettings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Meters what lies in a container without having been committed. Clients upload past this server,
 * so it can only look: a container for which an upload pass is out is listed once a minute, and no
 * new pass is given while there is too much. Between two looks a client can upload for a minute,
 * and with a pass that it has for its 15 minutes.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UploadMeter {

  private static final Logger LOG = System.getLogger(UploadMeter.class.getName());

  private static final long EVERY_MILLIS = 60_000;
  private static final int PAGE = 5_000;

  /** A container is forgotten when the last pass ended and one more look was taken. */
  private static final long KEPT_SECONDS = BlobPasses.VALID.toSeconds() + 120;

  private final Map<WorkspaceId, Watched> watched = new ConcurrentHashMap<>();

  @Resource private TimerService timers;
  @EJB private UncommittedPacks uncommitted;
  @Inject private ChunkStore blobs;
  @Inject private ServerSettings settings;
  @Inject private Clock clock;

  private record Watched(String container, Instant lastPass, long uncommittedBytes) {}

  @PostConstruct
  void start() {
    timers.createIntervalTimer(EVERY_MILLIS, EVERY_MILLIS, new TimerConfig(null, false));
  }

  /**
   * Takes note of a pass that is about to be given.
   *
   * @throws RefusedException when more than the limit is uploaded and not committed
   */
  public void beforePass(WorkspaceId workspace, String container) {
    Watched known = watched.get(workspace);
    if (known != null && known.uncommittedBytes() > settings.uncommittedLimitBytes()) {
      throw new RefusedException(
          Refusal.UNCOMMITTED_LIMIT,
          "%d bytes are uploaded and not committed; the limit is %d. Commit them, or wait for the"
                  .formatted(known.uncommittedBytes(), settings.uncommittedLimitBytes())
              + " cleanup.",
          Map.of(
              "limitBytes", settings.uncommittedLimitBytes(),
              "uncommittedBytes", known.uncommittedBytes()));
    }
    Instant now = clock.instant();
    watched.compute(
        workspace,
        (id, before) ->
            new Watched(container, now, before == null ? 0 : before.uncommittedBytes()));
  }

  @Timeout
  void look() {
    Instant oldest = clock.instant().minusSeconds(KEPT_SECONDS);
    for (Map.Entry<WorkspaceId, Watched> entry : watched.entrySet()) {
      Watched seen = entry.getValue();
      try {
        long bytes = measure(entry.getKey(), seen.container());
        boolean over = bytes > settings.uncommittedLimitBytes();
        watched.computeIfPresent(
            entry.getKey(),
            (id, now) ->
                now.lastPass().isBefore(oldest) && !over
                    ? null
                    : new Watched(now.container(), now.lastPass(), bytes));
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "Uploads of " + entry.getKey() + " are metered a minute later", e);
      }
    }
  }

  private long measure(WorkspaceId workspace, String container) {
    long bytes = 0;
    String next = null;
    do {
      PackPage page = blobs.list(container, next, PAGE);
      bytes += uncommitted.bytes(workspace, page);
      next = page.next();
    } while (next != null);
    return bytes;
  }
}
