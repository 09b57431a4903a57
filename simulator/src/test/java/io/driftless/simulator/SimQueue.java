package io.driftless.simulator;

import io.driftless.client.link.LinkState;
import io.driftless.client.link.MessageLink.Delivery;
import io.driftless.client.link.MessageLink.Receiver;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device's queue at the broker. Durable: what was not acknowledged comes again after each
 * reconnection. Messages overtake each other, come twice, and updates are compacted away.
 */
final class SimQueue {

  private final World world;
  private final Chance chance;
  private final FaultSite lost;
  private final FaultSite twice;
  private final FaultSite late;
  private final List<Entry> waiting = new ArrayList<>();
  private final List<Entry> unacknowledged = new ArrayList<>();
  private @Nullable Receiver receiver;
  private long connection;

  /** A message in the queue; the same one twice has two numbers. */
  private record Entry(long number, Envelope message) {}

  private long numbers;

  SimQueue(World world, String device) {
    this.world = world;
    this.chance = world.chance(device + " queue");
    this.lost = world.site(device + " update compacted", 15);
    this.twice = world.site(device + " message twice", 10);
    this.late = world.site(device + " message late", 8);
  }

  /** The broker has a message for the device. */
  void add(Envelope message) {
    if (message.body() instanceof Message.Update && lost.fires()) {
      world.note(() -> "an update is compacted away");
      return;
    }
    waiting.add(new Entry(numbers++, message));
    if (twice.fires()) {
      waiting.add(twice.how().below(waiting.size()), new Entry(numbers++, message));
    }
    deliver();
  }

  /** The device is connected. */
  void connect(Receiver to) {
    connection++;
    receiver = to;
    waiting.addAll(0, unacknowledged);
    unacknowledged.clear();
    to.stateChanged(new LinkState.Up());
    deliver();
  }

  /** The line is gone; what was under way comes again later. */
  void disconnect() {
    Receiver was = receiver;
    if (was != null) {
      receiver = null;
      connection++;
      waiting.addAll(0, unacknowledged);
      unacknowledged.clear();
      was.stateChanged(new LinkState.Down("unreachable", "The simulated line is cut."));
    }
  }

  /** The device is no more; nobody is told. */
  void forget() {
    receiver = null;
    connection++;
    waiting.addAll(0, unacknowledged);
    unacknowledged.clear();
  }

  private void deliver() {
    long of = connection;
    while (receiver != null && !waiting.isEmpty()) {
      Entry entry = waiting.remove(0);
      unacknowledged.add(entry);
      int millis = late.fires() ? late.how().below(2_000) : world.jitter(chance, 15);
      world.in(1 + millis, () -> arrive(of, entry));
    }
  }

  private void arrive(long of, Entry entry) {
    Receiver to = receiver;
    if (to != null && of == connection) {
      to.received(new Arrived(of, entry));
    }
  }

  private final class Arrived implements Delivery {
    private final long of;
    private final Entry entry;

    Arrived(long of, Entry entry) {
      this.of = of;
      this.entry = entry;
    }

    @Override
    public Envelope envelope() {
      return entry.message();
    }

    @Override
    public void acknowledge() {
      if (of == connection) {
        unacknowledged.remove(entry);
      }
    }
  }
}
