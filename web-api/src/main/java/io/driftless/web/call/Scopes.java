package io.driftless.web.call;

import jakarta.ws.rs.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token may be used for. One that holds none of these scopes stands for its person in
 * everything, as those of devices do; one that holds some is limited to them.
 */
public final class Scopes {

  /** Calls that change nothing. */
  public static final String FILES_READ = "files.read";

  /** Calls that change something. */
  public static final String FILES_WRITE = "files.write";

  /** The jobs of the server. */
  public static final String JOBS_RUN = "jobs.run";

  /** The audit. */
  public static final String AUDIT_READ = "audit.read";

  static final Set<String> ALL = Set.of(FILES_READ, FILES_WRITE, JOBS_RUN, AUDIT_READ);

  private static final Set<String> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private Scopes() {}

  /** The scope that a call needs. */
  static String needed(String httpMethod, @Nullable Scoped named) {
    if (named != null) {
      return named.value();
    }
    return SAFE.contains(httpMethod) ? FILES_READ : FILES_WRITE;
  }
}
