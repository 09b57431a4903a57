package io.driftless.client.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Transfers of one kind under way, at most so many: whoever adds one to a full window takes the
 * oldest result first. Bounds memory and keeps order. For one thread; the transfers run on the
 * executor's. With an executor that runs at once, everything happens on the calling thread.
 */
final class Window<T> implements AutoCloseable {

  private final Executor executor;
  private final int size;
  private final Deque<FutureTask<T>> underWay = new ArrayDeque<>();

  Window(Executor executor, int size) {
    this.executor = executor;
    this.size = size;
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  boolean isFull() {
    return underWay.size() >= size;
  }

  /** Starts a transfer; the window must not be full. */
  void add(Callable<T> transfer) {
    FutureTask<T> task = new FutureTask<>(transfer);
    underWay.add(task);
    executor.execute(task);
  }

  /** Waits for the oldest; the window must not be empty. */
  T take() throws TransferException {
    FutureTask<T> oldest = underWay.remove();
    try {
      return oldest.get();
    } catch (InterruptedException e) {
      oldest.cancel(true);
      Thread.currentThread().interrupt();
      throw Retries.stopped();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransferException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error; // no file's own failure: no memory, or worse
      }
      throw new IllegalStateException("A transfer failed unexpectedly", e.getCause());
    }
  }

  /** Calls off what is still under way. */
  @Override
  public void close() {
    underWay.forEach(task -> task.cancel(true));
    underWay.clear();
  }
}
