package io.driftless.stack.command;

import io.driftless.stack.PartName;
import io.driftless.stack.StackProgress;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells a person what the stack is doing. On a terminal one line is rewritten while parts are busy;
 * elsewhere a line is printed for each step, and one every ten seconds for what still goes on.
 */
final class Console implements StackProgress, AutoCloseable {

  private static final String CLEAR_LINE = "\r\033[2K";
  private static final long TERMINAL_MILLIS = 200;
  private static final long FILE_MILLIS = 10_000;

  private record Work(String what, long since) {}

  private final PrintStream out;
  private final boolean terminal;
  private final Map<PartName, Work> busy = new EnumMap<>(PartName.class);
  private final ScheduledExecutorService clock;

  Console() {
    this.out = System.out;
    this.terminal = Boolean.getBoolean("driftless.terminal");
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    long period = terminal ? TERMINAL_MILLIS : FILE_MILLIS;
    var unused = clock.scheduleAtFixedRate(this::showBusy, period, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void working(PartName part, String what) {
    busy.put(part, new Work(what, System.nanoTime()));
    if (!terminal) {
      out.println(part.label() + ": " + what);
    }
  }

  @Override
  public synchronized void ready(PartName part, long millis) {
    busy.remove(part);
    line(String.format(Locale.ROOT, "%-9s ready after %.1f s", part.label(), millis / 1000.0));
  }

  @Override
  public synchronized void note(String sentence) {
    line(sentence);
  }

  private void line(String text) {
    out.println(terminal ? CLEAR_LINE + text : text);
  }

  private synchronized void showBusy() {
    if (busy.isEmpty()) {
      return;
    }
    StringBuilder line = new StringBuilder();
    busy.forEach(
        (part, work) ->
            line.append(line.isEmpty() ? "" : ", ")
                .append(part.label())
                .append(' ')
                .append(work.what())
                .append(' ')
                .append(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - work.since()))
                .append(" s"));
    if (terminal) {
      out.print(CLEAR_LINE + (line.length() > 118 ? line.substring(0, 117) + "…" : line));
      out.flush();
    } else {
      out.println("... " + line);
    }
  }

  /** Clears the busy line. */
  @Override
  public synchronized void close() {
    clock.shutdownNow();
    busy.clear();
    if (terminal) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }
}
