package io.driftless.guard;

import java.util.Map;

/** What the guard tells about itself, as {@code io.driftless:type=Guard} in the server's JVM. */
public interface GuardStatusMXBean {
  /** The name under which the platform's MBean server has it. */
  String NAME = "io.driftless:type=Guard";

  /** Refusals since the start by kind; kinds without any are left out. */
  Map<String, Long> getRefusals();

  /** Connections from outside the JVM that are open now. */
  int getConnections();
}
