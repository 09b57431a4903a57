package io.driftless.stack;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts all parts as early as each can: WildFly needs PostgreSQL and Azurite, the others nobody.
 */
final class StartPlan {

  /** Starts one part and waits until it is ready. */
  @FunctionalInterface
  interface Starter {
    void start(PartName part) throws IOException, InterruptedException, StackException;
  }

  private static final Set<PartName> FIRST =
      EnumSet.of(PartName.POSTGRES, PartName.AZURITE, PartName.KEYCLOAK);
  private static final Set<PartName> STORES = EnumSet.of(PartName.POSTGRES, PartName.AZURITE);

  private final Starter starter;

  StartPlan(Starter starter) {
    this.starter = starter;
  }

  /** Returns when all are ready; at the first failure gives up on the others and throws it. */
  void run() throws IOException, InterruptedException, StackException {
    ExecutorService threads = Executors.newFixedThreadPool(PartName.values().length);
    try {
      CompletionService<PartName> started = new ExecutorCompletionService<>(threads);
      FIRST.forEach(part -> begin(part, started));
      Set<PartName> ready = EnumSet.noneOf(PartName.class);
      boolean begun = false;
      while (ready.size() < PartName.values().length) {
        ready.add(started.take().get());
        if (!begun && ready.containsAll(STORES)) {
          begin(PartName.WILDFLY, started);
          begun = true;
        }
      }
    } catch (ExecutionException e) {
      rethrow(e);
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private void begin(PartName part, CompletionService<PartName> started) {
    started.submit(
        () -> {
          starter.start(part);
          return part;
        });
  }

  private static void rethrow(ExecutionException failure)
      throws IOException, InterruptedException, StackException {
    Throwable cause = failure.getCause();
    if (cause instanceof StackException expected) {
      throw expected;
    }
    if (cause instanceof IOException disk) {
      throw disk;
    }
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    throw new IllegalStateException("a part failed to start", cause);
  }
}
