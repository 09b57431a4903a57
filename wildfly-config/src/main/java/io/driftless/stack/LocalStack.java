package io.driftless.stack;

import io.driftless.stack.host.ProcessRecord;
import io.driftless.stack.part.AzuriteRecipe;
import io.driftless.stack.part.KeycloakRecipe;
import io.driftless.stack.part.PartContext;
import io.driftless.stack.part.PartSupervisor;
import io.driftless.stack.part.PostgresRecipe;
import io.driftless.stack.part.WildFlyRecipe;
import io.driftless.stack.tool.Toolbox;
import io.driftless.stack.tool.Tools;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One stack: the four parts over one data folder. Several stacks in different folders run side by
 * side. The parts outlive this object unless it is closed; another one opened on the same folder,
 * in this process or another, finds them. Starting and stopping is serialised over all of these;
 * each call returns when it is done.
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.open(folder, StackProgress.silent())) {
 *   stack.start();
 *   stack.kill(PartName.WILDFLY);
 *   stack.start(PartName.WILDFLY);
 * }
 * }</pre>
 */
public final class LocalStack implements AutoCloseable {

  private static final long DEPLOY_LIMIT_MINUTES = 5;

  private final StackFolder folder;
  private final StackSettings settings;
  private final Addresses addresses;
  private final StackProgress progress;
  private final Map<PartName, PartSupervisor> parts = new EnumMap<>(PartName.class);
  private final WildFlyRecipe wildFly;
  private volatile boolean acted;

  private LocalStack(
      StackFolder folder,
      StackSettings settings,
      Installation installation,
      StackProgress progress) {
    this.folder = folder;
    this.settings = settings;
    this.addresses = new Addresses(settings);
    this.progress = progress;
    PartContext context =
        new PartContext(
            folder,
            settings,
            addresses,
            installation,
            new Tools(Toolbox.ofMachine(), installation));
    this.wildFly = new WildFlyRecipe(context);
    add(new PartSupervisor(new PostgresRecipe(context), context));
    add(new PartSupervisor(new AzuriteRecipe(context), context));
    add(new PartSupervisor(new KeycloakRecipe(context), context));
    add(new PartSupervisor(wildFly, context));
  }

  /** The stack of a data folder, which is made if it does not exist; starts nothing. */
  public static LocalStack open(Path folder, StackProgress progress) throws IOException {
    return open(folder, progress, Map.of());
  }

  /**
   * As above, and sets variables of WildFly's environment for this folder for ever, for example
   * {@code DRIFTLESS_BROKER_URL} to the address of a proxy; an empty value takes a variable back.
   */
  public static LocalStack open(
      Path folder, StackProgress progress, Map<String, String> environment) throws IOException {
    StackFolder layout = new StackFolder(folder);
    Files.createDirectories(layout.logs());
    StackSettings settings = StackSettings.open(layout);
    if (!environment.isEmpty()) {
      settings = settings.withEnvironment(environment);
      settings.write(layout);
    }
    return new LocalStack(layout, settings, Installation.find(), progress);
  }

  private void add(PartSupervisor part) {
    parts.put(part.name(), part);
  }

  /**
   * Starts what does not run, side by side, WildFly after the stores that it needs; a WildFly that
   * runs something older than what was built last is started anew.
   */
  public void start() throws StackException {
    exclusively(
        () -> {
          for (PartSupervisor part : parts.values()) {
            part.checkPorts(); // before any is started
          }
          new StartPlan(this::startPart).run();
        });
  }

  /** Starts one part and waits until it is ready; does nothing if it runs. */
  public void start(PartName part) throws StackException {
    exclusively(() -> startPart(part));
  }

  /** Ends one part in good order. */
  public void stop(PartName part) throws StackException {
    exclusively(() -> part(part).stop(progress));
  }

  /**
   * Ends one part by SIGKILL; Azurite by SIGTERM, because it would lose what it has acknowledged.
   */
  public void kill(PartName part) throws StackException {
    exclusively(
        () -> {
          if (part == PartName.AZURITE) {
            part(part).stop(progress);
          } else {
            part(part).kill();
          }
        });
  }

  /** Ends all parts in good order, WildFly first. */
  public void stop() throws StackException {
    exclusively(
        () -> {
          part(PartName.WILDFLY).stop(progress);
          part(PartName.KEYCLOAK).stop(progress);
          part(PartName.AZURITE).stop(progress);
          part(PartName.POSTGRES).stop(progress);
        });
  }

  /** Deploys the archive that was built last into the running WildFly, and waits for it. */
  public void redeploy() throws StackException {
    exclusively(
        () -> {
          progress.working(PartName.WILDFLY, "deploying");
          wildFly.redeploy();
          long begin = System.nanoTime();
          while (!wildFly.isReady()) {
            if (System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(DEPLOY_LIMIT_MINUTES)) {
              throw new StackException("WildFly did not deploy the service within five minutes");
            }
            TimeUnit.MILLISECONDS.sleep(200);
          }
          progress.ready(
              PartName.WILDFLY, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        });
  }

  private void startPart(PartName part) throws IOException, InterruptedException, StackException {
    part(part).start(progress);
    writeReport();
  }

  private PartSupervisor part(PartName name) {
    PartSupervisor part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("no part " + name);
    }
    return part;
  }

  /** Where everything is. */
  public Addresses addresses() {
    return addresses;
  }

  /** Ports and secrets. */
  public StackSettings settings() {
    return settings;
  }

  /** The layout of the data folder. */
  public StackFolder folder() {
    return folder;
  }

  /** The process of a part; empty if it is stopped. */
  public Optional<ProcessRecord> process(PartName part) throws StackException {
    try {
      return part(part).process();
    } catch (IOException e) {
      throw new StackException("the state of " + part.label() + " can't be read: " + e, e);
    }
  }

  /** Whether a part runs and answers. */
  public boolean isReady(PartName part) throws StackException {
    try {
      return part(part).isReady();
    } catch (IOException e) {
      throw new StackException("the state of " + part.label() + " can't be read: " + e, e);
    }
  }

  /** What runs now, as {@code stack.json} says it. */
  public StackReport report() throws StackException {
    Map<PartName, StackReport.PartReport> reports = new EnumMap<>(PartName.class);
    for (PartName name : PartName.values()) {
      reports.put(name, partReport(name));
    }
    return StackReport.of(folder, settings, addresses, reports);
  }

  private StackReport.PartReport partReport(PartName name) throws StackException {
    Optional<PartSupervisor.Run> run;
    try {
      run = part(name).run();
    } catch (IOException e) {
      throw new StackException("the state of " + name.label() + " can't be read: " + e, e);
    }
    String state = run.isEmpty() ? "stopped" : isReady(name) ? "ready" : "starting";
    return new StackReport.PartReport(
        state,
        run.map(PartSupervisor.Run::pid).orElse(null),
        run.map(PartSupervisor.Run::startedMillis).orElse(null),
        run.map(PartSupervisor.Run::tookMillis).orElse(null),
        settings.ports(name),
        folder.log(name).toString());
  }

  private synchronized void writeReport() throws IOException, StackException {
    report().write(folder);
  }

  /** Ends all parts in good order. */
  @Override
  public void close() throws StackException {
    stop();
  }

  private interface Action {
    void run() throws IOException, InterruptedException, StackException;
  }

  /** Whether this object was the one to act on the stack, not only to wait for another. */
  public boolean hasActed() {
    return acted;
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock free = channel.tryLock();
    if (free != null) {
      return free;
    }
    progress.note("Another ./dev is at work on this stack; waiting for it.");
    return channel.lock();
  }

  private void exclusively(Action action) throws StackException {
    synchronized (LocalStack.class) {
      try (FileChannel channel =
              FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock.isValid()) {
          acted = true;
          action.run();
        }
        writeReport();
      } catch (IOException e) {
        throw new StackException(String.valueOf(e.getMessage()), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("interrupted", e);
      }
    }
  }
}
