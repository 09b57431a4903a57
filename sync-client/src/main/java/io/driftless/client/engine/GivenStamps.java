package io.driftless.client.engine;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.files.RelPath;
import io.driftless.protocol.id.NodeId;
import java.util.concurrent.TimeUnit;

/**
 * Stamps of files that the client itself has just put in place. On a disk whose clock ticks slowly
 * an edit that follows at once may leave such a stamp as it is: the file is read once more when the
 * tick is over. With short ticks that would cost more than it saves.
 */
final class GivenStamps {

  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Core core;
  private final Scanning scanning;

  GivenStamps(Core core, Scanning scanning) {
    this.core = core;
    this.scanning = scanning;
  }

  /** Now, by the clock that stamps files. */
  long nowNanos() {
    return TimeUnit.MILLISECONDS.toNanos(core.ports.scheduler().clock().wallMillis());
  }

  /**
   * The stamp to note.
   *
   * @param beganNanos a moment before the file was put in place
   */
  FileStamp given(NodeId node, FileStamp stamp, long beganNanos) {
    long tick = core.names.traits().granularityNanos();
    boolean sure =
        tick < SLOW_NANOS
            || stamp.kind() == EntryKind.FOLDER
            || !stamp.isRacy(beganNanos, nowNanos(), tick);
    if (sure) {
      return stamp;
    }
    long millis = 20 + TimeUnit.NANOSECONDS.toMillis(tick);
    core.ports.scheduler().after(millis, () -> look(node));
    return stamp.unsure();
  }

  private void look(NodeId node) {
    RelPath path = core.diskPath(node);
    if (path != null) {
      scanning.entry(path);
    }
  }
}
