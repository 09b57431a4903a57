package io.driftless.server.environment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Hands the settings and the clock to beans; the only place that asks the machine for them. */
@ApplicationScoped
public class Environment {

  private final ServerSettings settings = ServerSettings.from(System.getenv());

  /** The settings of this server. */
  @Produces
  public ServerSettings settings() {
    return settings;
  }

  /** The clock, in UTC. */
  @Produces
  public Clock clock() {
    return Clock.systemUTC();
  }
}
