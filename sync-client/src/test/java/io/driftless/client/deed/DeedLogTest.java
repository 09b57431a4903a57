package io.driftless.client.deed;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.engine.Deeds.Rule;
import io.driftless.client.schedule.SystemClock;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeedLogTest {

  private static final NodeId NODE = new NodeId(new UUID(1, 2));

  @TempDir Path temp;

  private Path file() {
    return temp.resolve("deeds/x.jsonl");
  }

  private static NodeRow row(long revision) {
    return new NodeRow(
        new Revision(revision),
        NODE,
        NodeId.ROOT,
        "a",
        NodeKind.FOLDER,
        null,
        false,
        new CommitId(new UUID(3, 4)),
        new DeviceId("desktop-1"),
        new AccountId(new UUID(5, 6)),
        77);
  }

  @Test
  void deedShouldTellWhoseChangeItFollows() throws Exception {
    try (DeedLog log = new DeedLog(file(), new SystemClock())) {
      log.heard(row(12));
      log.did(Rule.FOLDER_MADE, NODE, NODE, "a", "a", new Revision(12));
      log.did(Rule.SENT, NODE, NODE, "a", "a", new Revision(13));
    }
    assertThat(DeedLog.read(file(), "a", 10))
        .satisfiesExactly(
            made -> {
              assertThat(made.rule()).isEqualTo("folder-made");
              assertThat(made.device()).isEqualTo("desktop-1");
              assertThat(made.madeAtMillis()).isEqualTo(77);
            },
            sent -> {
              assertThat(sent.revision()).isEqualTo(13);
              assertThat(sent.device()).isNull();
            });
  }

  @Test
  void askedForAPathItShouldTellOfItAndAllBeneath() throws Exception {
    try (DeedLog log = new DeedLog(file(), new SystemClock())) {
      log.did(Rule.FETCHED, NODE, NODE, "a/b", "a/b", new Revision(1));
      log.did(Rule.MOVED, NODE, NODE, "c", "a/x", new Revision(2));
      log.did(Rule.FETCHED, NODE, NODE, "ab", "ab", new Revision(3));
    }
    assertThat(DeedLog.read(file(), "a", 10)).extracting(Deed::path).containsExactly("a/b", "c");
    assertThat(DeedLog.read(file(), "", 10)).hasSize(3);
    assertThat(DeedLog.read(file(), "", 1)).extracting(Deed::path).containsExactly("ab");
  }

  @Test
  void halfALineShouldNotHideTheOthers() throws Exception {
    try (DeedLog log = new DeedLog(file(), new SystemClock())) {
      log.did(Rule.FETCHED, NODE, NODE, "a", "a", new Revision(1));
    }
    Files.writeString(file(), "{\"atMill\n", StandardOpenOption.APPEND);
    try (DeedLog log = new DeedLog(file(), new SystemClock())) {
      log.did(Rule.REMOVED, NODE, NODE, "a", "a", new Revision(2));
    }
    assertThat(DeedLog.read(file(), "a", 10)).hasSize(2);
    assertThat(DeedLog.read(temp.resolve("none"), "a", 10)).isEmpty();
  }

  @Test
  void fullFileShouldBeKeptAsTheOneBefore() throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "x".repeat((int) DeedLog.MAX_BYTES + 1) + "\n");
    try (DeedLog log = new DeedLog(file(), new SystemClock())) {
      log.did(Rule.FETCHED, NODE, NODE, "a", "a", new Revision(1));
    }
    assertThat(Files.size(file())).isLessThan(1_000);
    assertThat(DeedLog.read(file(), "a", 10)).hasSize(1);
  }
}
