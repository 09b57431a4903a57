package io.driftless.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.tree.FileContent;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.client.tree.SyncedEntry;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrossingsTest {

  private static final Sha256 DIGEST = new Sha256(1, 2, 3, 4);
  private static final FileVersion MOVED =
      new FileVersion(new VersionNumber(1), 100, DIGEST, 77, false, 1, null);
  private static final NodeState NOTHING = NodeState.unknown(new NodeId(new UUID(1, 1)));
  private static final NodeState UNREAD =
      NOTHING.withLocal(
          new LocalEntry(
              new Place(NodeId.ROOT, "moved"),
              null,
              NodeKind.FILE,
              new FileStamp(EntryKind.FILE, 100, 77, 88, 99, false),
              null));
  private static final NodeState READ =
      UNREAD.withLocal(
          UNREAD
              .local()
              .read(UNREAD.local().stamp(), new FileContent(100, DIGEST, false, 1, null, null)));
  private static final NodeState SENT =
      READ.withSynced(new SyncedEntry(READ.local().place(), NodeKind.FILE, MOVED));

  private final Crossings crossings = new Crossings();
  private final Object from = new Object();
  private final Object to = new Object();
  private final AtomicInteger woken = new AtomicInteger();

  @BeforeEach
  void begin() {
    crossings.began(from, woken::incrementAndGet);
    crossings.began(to, () -> {});
    crossings.scanned(from);
  }

  @Test
  void removalShouldWaitUntilTheAddIsAnswered() {
    crossings.scanned(to);
    assertThat(crossings.isArriving(from, MOVED)).isFalse();
    crossings.changed(to, NOTHING, UNREAD, 0);
    assertThat(crossings.isArriving(from, MOVED)).as("by size and time").isTrue();
    crossings.changed(to, UNREAD, READ, 0);
    assertThat(crossings.isArriving(from, MOVED)).as("by content").isTrue();
    assertThat(crossings.isArriving(to, MOVED)).as("its own").isFalse();
    int before = woken.get();
    crossings.changed(to, READ, SENT, 0);
    assertThat(crossings.isArriving(from, MOVED)).isFalse();
    assertThat(crossings.isAny(from)).isFalse();
    assertThat(woken.get()).isGreaterThan(before);
  }

  @Test
  void otherFilesShouldHoldUpNothing() {
    crossings.scanned(to);
    crossings.changed(to, NOTHING, READ, 0);
    FileVersion other =
        new FileVersion(new VersionNumber(1), 100, new Sha256(9, 9, 9, 9), 77, false, 1, null);
    assertThat(crossings.isAny(from)).isTrue();
    assertThat(crossings.isArriving(from, other)).isFalse();
  }

  @Test
  void folderThatWasNotLookedThroughShouldBeWaitedForUntilItEnds() {
    assertThat(crossings.isArriving(from, MOVED)).isTrue();
    crossings.ended(to);
    assertThat(crossings.isArriving(from, MOVED)).isFalse();
    assertThat(woken.get()).isPositive();
  }

  @Test
  void whatHasComeShouldBeRememberedForAMinute() {
    assertThat(crossings.hasCome(from, MOVED, 0)).as("not looked through").isFalse();
    crossings.changed(to, NOTHING, UNREAD, 0);
    assertThat(crossings.hasCome(from, MOVED, 0)).as("by size and time").isTrue();
    crossings.changed(to, UNREAD, READ, 0);
    crossings.changed(to, READ, SENT, 5);
    assertThat(crossings.hasCome(from, MOVED, 60_005)).as("answered").isTrue();
    assertThat(crossings.hasCome(from, MOVED, 60_006)).as("forgotten").isFalse();
    assertThat(crossings.hasCome(to, MOVED, 5)).as("its own").isFalse();
  }
}
