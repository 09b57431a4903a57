package io.driftless.stack.command;

import io.driftless.stack.LocalStack;
import io.driftless.stack.ServiceParts;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What the service says of its parts, for people. */
final class ServiceState {

  /** The service asks its parts every five seconds at most. */
  private static final long PATIENCE_SECONDS = 15;

  private static final long POLL_MILLIS = 500;

  private ServiceState() {}

  /** Waits a while until all parts answer to the service, then prints how they are. */
  static void await(LocalStack stack, PrintStream out) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Map<String, Boolean> parts = ask(stack);
    while ((parts.isEmpty() || parts.containsValue(false)) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      parts = ask(stack);
    }
    print(parts, out);
  }

  /** Prints how they are now. */
  static void print(LocalStack stack, PrintStream out) {
    print(ask(stack), out);
  }

  private static Map<String, Boolean> ask(LocalStack stack) {
    return new ServiceParts(stack.settings()).ask();
  }

  private static void print(Map<String, Boolean> parts, PrintStream out) {
    if (parts.isEmpty()) {
      out.println("\n  service         does not answer");
      return;
    }
    String words =
        parts.entrySet().stream()
            .map(part -> words(part.getKey(), part.getValue()))
            .collect(Collectors.joining(", "));
    out.println("\n  service         " + words);
  }

  private static String words(String part, boolean answers) {
    if (part.equals(ServiceParts.BROKER)) {
      return answers ? "broker closed to strangers" : "broker not ready or its door not closed";
    }
    return part + (answers ? " answers" : " DOES NOT ANSWER");
  }
}
