package io.driftless.client.link;

import io.driftless.protocol.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes what a link brings and lets a test wait for it. */
final class RecordedLink implements MessageLink.Receiver {

  private static final long LIMIT_MILLIS = 30_000;

  private final List<MessageLink.Delivery> deliveries = new ArrayList<>();
  private final List<LinkState> states = new ArrayList<>();

  @Override
  public synchronized void received(MessageLink.Delivery delivery) {
    deliveries.add(delivery);
    notifyAll();
  }

  @Override
  public synchronized void stateChanged(LinkState state) {
    states.add(state);
    notifyAll();
  }

  synchronized List<LinkState> states() {
    return List.copyOf(states);
  }

  synchronized void clear() {
    deliveries.clear();
    states.clear();
  }

  /** The deliveries, once there are so many. */
  synchronized List<MessageLink.Delivery> await(int count) throws InterruptedException {
    waitFor(() -> deliveries.size() >= count);
    return List.copyOf(deliveries);
  }

  /** The bodies, once there are so many. */
  List<Message> bodies(int count) throws InterruptedException {
    return await(count).stream().map(delivery -> delivery.envelope().body()).toList();
  }

  synchronized void awaitState(Predicate<LinkState> wanted) throws InterruptedException {
    waitFor(() -> states.stream().anyMatch(wanted));
  }

  private void waitFor(java.util.function.BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
    while (!done.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("Deliveries " + deliveries.size() + ", states " + states);
      }
      wait(left);
    }
  }
}
