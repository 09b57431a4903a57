package io.driftless.guard;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * All open connections from outside the JVM, with what the guard remembers of each.
 *
 * <p>The broker finds a user's connections by way of its sessions' names, and forgets a session
 * when another connection takes its name, which the client chooses. So a device could hide from its
 * revocation; it can't hide from this list.
 */
final class Connections {
  private final ConcurrentMap<Object, Entry> open = new ConcurrentHashMap<>();
  private final GuardSettings settings;

  Connections(GuardSettings settings) {
    this.settings = settings;
  }

  /** The state of this connection, which is forgotten when the connection closes. */
  ConnectionState of(RemotingConnection connection, long nowNanos) {
    Entry known = open.get(connection.getID());
    if (known != null && known.connection == connection) {
      return known.state;
    }
    Entry entry =
        new Entry(connection, new ConnectionState(new TokenBucket(settings.packets(), nowNanos)));
    open.put(connection.getID(), entry);
    connection.addCloseListener(() -> open.remove(connection.getID(), entry));
    if (connection.isDestroyed()) {
      open.remove(connection.getID(), entry);
    }
    return entry.state;
  }

  /** Closes every connection that claims this user; how many there were. */
  int close(String user, ActiveMQException reason) {
    int closed = 0;
    for (Entry entry : open.values()) {
      if (user.equals(entry.state.user())) {
        var unused = entry.connection.asyncFail(reason); // logs its own failures
        closed++;
      }
    }
    return closed;
  }

  int size() {
    return open.size();
  }

  private record Entry(RemotingConnection connection, ConnectionState state) {}
}
