package io.driftless.server.commit;

import static io.driftless.protocol.id.NodeId.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import org.junit.jupiter.api.Test;

class ComebacksTest {

  private final RuleWorld world = new RuleWorld();
  private final RuleWorld.Device laptop = world.laptop;
  private final RuleWorld.Device desktop = world.desktop;

  private static ChangeAnswer applied(long revision, int version) {
    return new ChangeAnswer.Applied(new Revision(revision), new VersionNumber(version));
  }

  @Test
  void whatComesBackWithItsFolderShouldBeTold() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId inner = laptop.makes(docs, "inner");
    NodeId file = laptop.puts(inner, "a", "one");
    laptop.removes(docs);
    assertThat(desktop.commitOne(RuleWorld.restore(docs, 0, 0))).isEqualTo(applied(5, 0));
    assertThat(world.node(inner).revision()).isEqualTo(new Revision(6));
    assertThat(world.node(inner).locationRevision()).isEqualTo(new Revision(2));
    assertThat(world.node(file).revision()).isEqualTo(new Revision(7));
  }

  @Test
  void whatIsMovedOutOfARemovedFolderShouldBeToldWithAllBeneath() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId inner = laptop.makes(docs, "inner");
    NodeId file = laptop.puts(inner, "a", "one");
    laptop.removes(docs);
    Change out = new Change.Move(inner, ROOT, "inner", new Revision(3), 0);
    assertThat(desktop.commitOne(out)).isEqualTo(applied(5, 0));
    assertThat(world.node(file).revision()).isEqualTo(new Revision(6));
    assertThat(world.isLive(file)).isTrue();
  }
}
