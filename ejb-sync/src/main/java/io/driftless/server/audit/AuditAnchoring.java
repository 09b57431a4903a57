package io.driftless.server.audit;

import io.driftless.protocol.id.Sha256;
import io.driftless.server.blob.AnchorStore;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

/**
 * Puts once an hour outside of the database where the audit chains stand. Safe when several servers
 * do it at once: an anchor is never replaced, so that they agree on the first.
 */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditAnchoring {

  private static final Logger LOG = System.getLogger(AuditAnchoring.class.getName());

  @EJB private AnchorLedger ledger;
  @Inject private AnchorStore anchors;
  @Inject private Clock clock;

  /** The hourly run; what fails is tried again in an hour. */
  @Schedule(hour = "*", minute = "41", persistent = false, info = "audit anchors")
  public void hourly() {
    try {
      anchor();
    } catch (RuntimeException | IOException e) {
      LOG.log(Level.ERROR, "The audit could not be anchored; it is tried again in an hour", e);
    }
  }

  /** Keeps an anchor of what grew, if anything did; its number, 0 for none. */
  public long anchor() throws IOException {
    Anchor wanted = ledger.next(clock.instant());
    if (wanted.chains().isEmpty()) {
      return 0;
    }
    byte[] bytes = wanted.bytes();
    if (!anchors.put(wanted.number(), bytes)) {
      bytes = anchors.get(wanted.number()); // another server's, or ours of before a crash
      if (bytes == null) {
        throw new IOException("Anchor " + wanted.number() + " is there and can't be read");
      }
    }
    Anchor kept = Anchor.read(bytes);
    Sha256 digest = Sha256.digest(bytes);
    ledger.kept(kept, digest);
    LOG.log(
        Level.INFO,
        "Audit anchor {0}: {1} chains, SHA-256 {2}",
        Long.toString(kept.number()),
        kept.chains().size(),
        digest.hex());
    return kept.number();
  }
}
