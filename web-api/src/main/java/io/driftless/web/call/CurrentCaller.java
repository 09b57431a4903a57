package io.driftless.web.call;

import io.driftless.server.access.Caller;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The caller of the request at hand. */
@RequestScoped
public class CurrentCaller {

  private @Nullable Caller caller;
  private Instant tokenUntil = Instant.MAX;

  void is(Caller known) {
    this.caller = known;
  }

  void tokenEnds(Instant until) {
    this.tokenUntil = until;
  }

  /** When the token of the call expires; the far future when it does not say. */
  public Instant tokenUntil() {
    return tokenUntil;
  }

  /** The caller; only signed-in calls have one. */
  public Caller get() {
    if (caller == null) {
      throw new IllegalStateException("This call is open to everybody, so nobody is known");
    }
    return caller;
  }

  /** The caller if there is one yet; for records of refusals. */
  public @Nullable Caller orNull() {
    return caller;
  }
}
