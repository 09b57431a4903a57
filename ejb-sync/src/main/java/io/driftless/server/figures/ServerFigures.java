package io.driftless.server.figures;

import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.server.blob.BlobFailures;
import io.driftless.server.broker.BrokerControl;
import io.driftless.server.broker.BrokerControl.Waiting;
import io.driftless.server.broker.BrokerControlException;
import io.driftless.server.figures.StoreFigures.Contents;
import io.driftless.server.figures.StoreFigures.Job;
import io.driftless.server.figures.StoreFigures.Stored;
import io.driftless.server.job.JobKind;
import io.driftless.server.parts.DeadLetterWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Reads every fifteen seconds what the server's figures are: queues, jobs, what is stored. What
 * can't be read is not a number until it can. Each server tells what the database and its own
 * broker say.
 *
 * <p>Meters are made by the registry's own methods: WildFly's registry of an archive hands on those
 * only, not what Micrometer's builders make.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ServerFigures {

  private static final Logger LOG = System.getLogger(ServerFigures.class.getName());
  private static final long EVERY_MILLIS = 15_000;

  /** Whole tables are read every five minutes only. */
  private static final int LOOKS_OF_CONTENTS = 20;

  /** Devices' queues are many, and are looked at once a minute. */
  private static final int LOOKS_OF_DEVICES = 4;

  /** Devices that are counted; of more it is enough to know that they are many. */
  private static final int MOST_DEVICES = 10_000;

  /** Connected devices whose first message is looked at, those with most messages. */
  private static final int MOST_ASKED = 50;

  private static final List<String> QUEUES = List.of("sync.requests", "sync.fanout", "sync.verify");

  @Resource private TimerService timers;
  @Inject private MeterRegistry registry;
  @Inject private StoreFigures store;
  @Inject private BrokerControl broker;
  @EJB private DeadLetterWatch deadLetters;

  private final Map<String, Queue> queues = new ConcurrentHashMap<>();
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private volatile Stored stored = Stored.UNKNOWN;
  private volatile Contents contents = Contents.UNKNOWN;
  private volatile Behind behind = Behind.UNKNOWN;
  private int looks;

  /** Devices for which messages wait. */
  private record Behind(double connected, double away, double oldestSeconds) {
    static final Behind UNKNOWN = new Behind(Double.NaN, Double.NaN, Double.NaN);
  }

  private record Queue(double messages, double oldestSeconds) {
    static final Queue UNKNOWN = new Queue(Double.NaN, Double.NaN);
  }

  @PostConstruct
  void start() {
    gauge("driftless.stored.bytes", Stored::usedBytes);
    gauge("driftless.quarantine.chunks", Stored::quarantinedChunks);
    gauge("driftless.quarantine.bytes", Stored::quarantinedBytes);
    gauge("driftless.condemned.bytes", Stored::condemnedBytes);
    gauge("driftless.unverified.packs", Stored::unverifiedPacks);
    gauge("driftless.backup.completed.seconds", Stored::backedUpSeconds);
    registry.gauge("driftless.named.bytes", Tags.empty(), this, own -> own.contents.namedBytes());
    registry.gauge(
        "driftless.distinct.bytes", Tags.empty(), this, own -> own.contents.distinctBytes());
    registry.gauge(
        "driftless.blob.failures",
        Tags.of("kind", "unavailable"),
        this,
        own -> BlobFailures.unavailable());
    registry.gauge(
        "driftless.blob.failures", Tags.of("kind", "refused"), this, own -> BlobFailures.refused());
    gauge("driftless.parked.bursts", Stored::parkedBursts);
    gauge("driftless.devices", Stored::devices);
    gauge("driftless.devices.away", Stored::devicesAway);
    registry.gauge(
        "driftless.devices.behind",
        Tags.of("connected", "true"),
        this,
        own -> own.behind.connected());
    registry.gauge(
        "driftless.devices.behind", Tags.of("connected", "false"), this, own -> own.behind.away());
    registry.gauge(
        "driftless.devices.oldest.seconds", Tags.empty(), this, own -> own.behind.oldestSeconds());
    registry.gauge("driftless.dead.letters", Tags.empty(), this, own -> own.deadLetters.count());
    for (BlobAccess access : BlobAccess.values()) { // told before the first is given out
      registry.counter(
          "driftless.passes", Tags.of("access", access.name().toLowerCase(Locale.ROOT)));
    }
    for (String queue : QUEUES) {
      of(queue, "driftless.queue.messages", Queue::messages);
      of(queue, "driftless.queue.oldest.seconds", Queue::oldestSeconds);
    }
    for (JobKind kind : JobKind.values()) {
      of(kind, "driftless.job.running", job -> job.running() ? 1 : 0);
      of(kind, "driftless.job.failed", job -> job.failed() ? 1 : 0);
      of(kind, "driftless.job.completed.seconds", Job::completedSeconds);
      of(kind, "driftless.job.counted", Job::counted);
      of(kind, "driftless.job.running.seconds", Job::runningSeconds);
    }
    timers.createIntervalTimer(0, EVERY_MILLIS, new TimerConfig(null, false));
  }

  private void gauge(String name, ToDoubleFunction<Stored> value) {
    registry.gauge(name, Tags.empty(), this, own -> value.applyAsDouble(own.stored));
  }

  private void of(String queue, String name, ToDoubleFunction<Queue> value) {
    registry.gauge(
        name,
        Tags.of("queue", queue),
        this,
        own -> value.applyAsDouble(own.queues.getOrDefault(queue, Queue.UNKNOWN)));
  }

  private void of(JobKind kind, String name, ToDoubleFunction<Job> value) {
    registry.gauge(
        name,
        Tags.of("job", kind.id()),
        this,
        own -> {
          Job job = own.jobs.get(kind.id());
          return job == null ? Double.NaN : value.applyAsDouble(job);
        });
  }

  @Timeout
  void look() {
    try {
      stored = store.stored();
      if (looks++ % LOOKS_OF_CONTENTS == 0) {
        contents = store.contents();
      }
      store.jobs().forEach(job -> jobs.put(job.kind(), job));
    } catch (SQLException | RuntimeException e) {
      stored = Stored.UNKNOWN;
      contents = Contents.UNKNOWN;
      looks = 0;
      jobs.clear();
      LOG.log(Level.DEBUG, "The database's figures are read again in a moment", e);
    }
    for (String queue : QUEUES) {
      queues.put(queue, read(queue));
    }
    if (looks % LOOKS_OF_DEVICES == 1) {
      behind = readBehind();
    }
  }

  private Behind readBehind() {
    try {
      List<Waiting> waiting = broker.waiting(MOST_DEVICES);
      List<Waiting> connected = waiting.stream().filter(Waiting::connected).toList();
      long oldest = 0;
      for (Waiting one : connected.subList(0, Math.min(connected.size(), MOST_ASKED))) {
        oldest = Math.max(oldest, broker.oldestMillis(one.device()));
      }
      return new Behind(
          connected.size(), waiting.size() - (double) connected.size(), oldest / 1_000.0);
    } catch (BrokerControlException e) {
      LOG.log(Level.DEBUG, "Which devices are behind is read again in a minute", e);
      return Behind.UNKNOWN;
    }
  }

  private Queue read(String queue) {
    try {
      return new Queue(broker.count(queue), broker.oldestMillis(queue) / 1_000.0);
    } catch (BrokerControlException e) {
      LOG.log(Level.DEBUG, "The figures of " + queue + " are read again in a moment", e);
      return Queue.UNKNOWN;
    }
  }
}
