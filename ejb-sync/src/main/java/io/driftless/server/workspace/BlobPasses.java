package io.driftless.server.workspace;

import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.Caller;
import io.driftless.server.access.RefusedException;
import io.driftless.server.blob.ChunkStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/**
 * Hands out passes to a workspace's blobs: to create packs, or to read them. A pass can't be taken
 * back, so it is short.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class BlobPasses {

  /** How long a pass is good for. A removed member may read that much longer. */
  public static final Duration VALID = Duration.ofMinutes(15);

  @EJB private PassRights rights;
  @EJB private UploadMeter meter;
  @Inject private Containers containers;
  @Inject private ChunkStore blobs;
  @Inject private Clock clock;
  @Inject private MeterRegistry registry;

  /**
   * A pass for the caller.
   *
   * @throws RefusedException when the workspace is not theirs, they may not write, too much was
   *     uploaded without a commit, or the blob store is down
   */
  public Sas issue(Caller caller, WorkspaceId workspace, BlobAccess wanted) {
    String container = rights.container(caller, workspace, wanted);
    containers.ensure(container);
    if (wanted == BlobAccess.UPLOAD) {
      meter.beforePass(workspace, container);
    }
    Sas pass = blobs.pass(container, wanted, clock.instant().plus(VALID));
    registry
        .counter("driftless.passes", Tags.of("access", wanted.name().toLowerCase(Locale.ROOT)))
        .increment();
    return pass;
  }
}
