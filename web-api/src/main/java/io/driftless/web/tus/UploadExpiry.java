package io.driftless.web.tus;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Drops uploads that nobody went on with, every ten minutes. */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UploadExpiry {

  private static final Logger LOG = System.getLogger(UploadExpiry.class.getName());
  private static final long EVERY_MILLIS = 600_000;

  @Resource private TimerService timers;
  @Inject private ResumableUploads uploads;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(EVERY_MILLIS, EVERY_MILLIS, new TimerConfig(null, false));
  }

  @Timeout
  void drop() {
    try {
      uploads.dropExpired();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "Uploads that expired are dropped ten minutes later", e);
    }
  }
}
