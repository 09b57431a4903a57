package io.driftless.guard;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the guard remembers of one connection. The broker hands the packets of a connection over one
 * after the other, so only {@link #user()} is read by other threads.
 */
final class ConnectionState {
  /** Sessions a connection may have had open at once, or tried to open and failed. */
  static final int MAX_SESSIONS = 32;

  private static final int MAX_SUBSCRIPTIONS = 4;

  /** Marks a session channel on which no large message is under way. */
  private static final long NONE = -1;

  private final TokenBucket packets;
  private final Map<Long, Long> largeBytesByChannel = new HashMap<>();
  private volatile @Nullable String user;
  private int subscriptions;

  ConnectionState(TokenBucket packets) {
    this.packets = packets;
  }

  /** The user name that the first session claimed; null before that. Claimed, not proved. */
  @Nullable String user() {
    return user;
  }

  boolean takePacket(long nowNanos) {
    return packets.take(1, nowNanos);
  }

  /** Notes the user of this connection; false if it already had another one. */
  boolean claim(String name) {
    if (user == null) {
      user = name;
    }
    return name.equals(user);
  }

  /** Opens a session channel; false if it is open already or there are too many. */
  boolean open(long channel) {
    return largeBytesByChannel.size() < MAX_SESSIONS
        && largeBytesByChannel.putIfAbsent(channel, NONE) == null;
  }

  boolean isOpen(long channel) {
    return largeBytesByChannel.containsKey(channel);
  }

  void close(long channel) {
    largeBytesByChannel.remove(channel);
  }

  /** Counts a request for topology news; false if there were too many. */
  boolean subscribe() {
    return ++subscriptions <= MAX_SUBSCRIPTIONS;
  }

  /** A large message begins on this channel with that many bytes of head. */
  void beginLarge(long channel, long bytes) {
    largeBytesByChannel.put(channel, bytes);
  }

  /** Adds to the large message under way; its bytes so far, or -1 if there is none. */
  long addLarge(long channel, long bytes) {
    long before = largeBytesByChannel.getOrDefault(channel, NONE);
    if (before == NONE) {
      return NONE;
    }
    largeBytesByChannel.put(channel, before + bytes);
    return before + bytes;
  }

  void endLarge(long channel) {
    largeBytesByChannel.put(channel, NONE);
  }
}
