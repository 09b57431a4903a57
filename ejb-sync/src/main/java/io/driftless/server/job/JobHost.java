package io.driftless.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** This server as the runner of jobs: its name, and this life of it. */
@ApplicationScoped
public class JobHost {

  private final String node = System.getenv().getOrDefault("DRIFTLESS_NODE_ID", "driftless-1");
  private final UUID boot = UUID.randomUUID();

  private final ReentrantLock settling = new ReentrantLock();

  /** The server's name, unique among the servers of a database. */
  public String node() {
    return node;
  }

  /** This life of the server: another one after each start. */
  public UUID boot() {
    return boot;
  }

  /** Does something to runs that only one thread of this server may do at a time. */
  public <T> T alone(Supplier<T> work) {
    settling.lock();
    try {
      return work.get();
    } finally {
      settling.unlock();
    }
  }
}
