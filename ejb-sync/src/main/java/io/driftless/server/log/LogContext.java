package io.driftless.server.log;

import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What the lines that this thread logs are about, until it is closed: the log in JSON tells it with
 * each of them, in its member {@code mdc}. Contexts nest; closing one brings back what was there
 * before.
 */
public final class LogContext implements AutoCloseable {

  /** The ids that lines are found by. */
  public enum Id {
    ACCOUNT("account"),
    COMMIT("commit"),
    DEVICE("device"),
    PACK("pack"),
    WORKSPACE("workspace");

    private final String word;

    Id(String word) {
      this.word = word;
    }
  }

  private final Map<Id, @Nullable Object> before = new HashMap<>();

  /** A context in which nothing is said yet. */
  public static LogContext open() {
    return new LogContext();
  }

  private LogContext() {}

  /** Says what it is about; null for nothing. */
  public LogContext with(Id id, @Nullable Object value) {
    if (value != null) {
      before.putIfAbsent(id, MDC.get(id.word));
      MDC.put(id.word, value.toString());
    }
    return this;
  }

  @Override
  public void close() {
    before.forEach(
        (id, value) -> {
          if (value == null) {
            MDC.remove(id.word);
          } else {
            MDC.put(id.word, value);
          }
        });
    before.clear();
  }
}
