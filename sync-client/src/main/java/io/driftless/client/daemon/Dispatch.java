package io.driftless.client.daemon;

import io.driftless.client.link.LinkState;
import io.driftless.client.link.MessageLink;
import io.driftless.client.link.MessageLink.Delivery;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes from the device's queue and gives each message to the folder of its workspace;
 * one that names none goes to all. A message for a workspace whose folder is not at work (unlinked,
 * paused, or away) is acknowledged at once: nothing of it is needed, since a folder that begins
 * compares its cursor with the head and sends its commit without answer again. Only that a pack was
 * rejected is told once: that waits, unacknowledged, until the folder is at work or was unlinked.
 */
final class Dispatch implements MessageLink.Receiver {

  private final Map<WorkspaceId, MessageLink.Receiver> folders = new HashMap<>();
  private final List<Delivery> waiting = new ArrayList<>();
  private final Consumer<WorkspaceId> gone;
  private LinkState link = new LinkState.Down(LinkState.CONNECTING, "Connecting to the server.");

  /**
   * A dispatch without folders.
   *
   * @param gone told when the server says that this device is out of a workspace
   */
  Dispatch(Consumer<WorkspaceId> gone) {
    this.gone = gone;
  }

  /** A folder is at work: it gets its messages and knows how the line stands. */
  synchronized void add(WorkspaceId workspace, MessageLink.Receiver folder) {
    folders.put(workspace, folder);
    folder.stateChanged(link);
    List<Delivery> kept = List.copyOf(waiting);
    waiting.clear();
    kept.forEach(this::received);
  }

  /** A folder is no longer synced here: nobody waits for its messages. */
  synchronized void unlinked(WorkspaceId workspace) {
    for (Delivery delivery : List.copyOf(waiting)) {
      if (workspace.equals(workspaceOf(delivery.envelope().body()))) {
        waiting.remove(delivery);
        delivery.acknowledge();
      }
    }
  }

  /** A folder is at work no more. */
  synchronized void remove(WorkspaceId workspace) {
    folders.remove(workspace);
  }

  @Override
  public synchronized void stateChanged(LinkState state) {
    link = state;
    folders.values().forEach(folder -> folder.stateChanged(state));
  }

  @Override
  public synchronized void received(Delivery delivery) {
    Message body = delivery.envelope().body();
    WorkspaceId workspace = workspaceOf(body);
    if (body instanceof Message.WorkspaceGone left) {
      gone.accept(left.workspace());
    }
    MessageLink.Receiver one = workspace == null ? null : folders.get(workspace);
    List<MessageLink.Receiver> takers =
        workspace == null ? List.copyOf(folders.values()) : one == null ? List.of() : List.of(one);
    if (takers.isEmpty() && body instanceof Message.PackRejected) {
      waiting.add(delivery);
    } else if (takers.isEmpty()) {
      delivery.acknowledge();
    } else {
      Delivery shared = takers.size() == 1 ? delivery : new Shared(delivery, takers.size());
      takers.forEach(taker -> taker.received(shared));
    }
  }

  private static @Nullable WorkspaceId workspaceOf(Message body) {
    if (body instanceof Message.CommitAnswer answer) {
      return answer.workspace();
    }
    if (body instanceof Message.Update update) {
      return update.workspace();
    }
    if (body instanceof Message.WorkspaceGone left) {
      return left.workspace();
    }
    return body instanceof Message.PackRejected rejected ? rejected.workspace() : null;
  }

  /** One delivery to several: acknowledged when all of them have. */
  private static final class Shared implements Delivery {

    private final Delivery delivery;
    private final AtomicInteger left;

    Shared(Delivery delivery, int takers) {
      this.delivery = delivery;
      this.left = new AtomicInteger(takers);
    }

    @Override
    public Envelope envelope() {
      return delivery.envelope();
    }

    @Override
    public void acknowledge() {
      if (left.decrementAndGet() == 0) {
        delivery.acknowledge();
      }
    }
  }
}
