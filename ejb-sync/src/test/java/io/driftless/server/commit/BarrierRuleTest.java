package io.driftless.server.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.ChangeAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What locks and parked bursts keep from being changed, and what they do not. */
class BarrierRuleTest {

  private static final NodeId ROOT = NodeId.ROOT;
  private static final ChangeAnswer LOCKED = new ChangeAnswer.Locked("grace");

  private final RuleWorld world = new RuleWorld();
  private final RuleWorld.Device laptop = world.laptop;

  @Test
  void lockedFileShouldKeepItsContentNameAndPlace() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "plan", "one");
    NodeId other = laptop.puts(docs, "other", "two");
    world.workspace.lock(file, "grace");
    assertThat(
            laptop.commit(
                world.edit(file, 1, "two"),
                RuleWorld.move(file, ROOT, "plan", world.head()),
                RuleWorld.remove(file, new VersionNumber(1), world.head()),
                RuleWorld.restore(file, 1, 1),
                world.edit(other, 1, "three")))
        .startsWith(LOCKED)
        .element(4)
        .isInstanceOf(ChangeAnswer.Applied.class);
    for (var change :
        List.of(
            RuleWorld.move(file, ROOT, "plan", world.head()),
            RuleWorld.remove(file, new VersionNumber(1), world.head()),
            RuleWorld.restore(file, 1, 1))) {
      assertThat(laptop.commitOne(change)).isEqualTo(LOCKED);
    }
    assertThat(world.node(file).name()).isEqualTo("plan");
    assertThat(world.node(file).versionNumber()).isEqualTo(new VersionNumber(1));
  }

  @Test
  void folderWithALockedFileShouldStayButMayMove() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId inner = laptop.makes(docs, "inner");
    NodeId file = laptop.puts(inner, "plan", "one");
    NodeId beside = laptop.makes(ROOT, "beside");
    world.workspace.lock(file, "grace");
    assertThat(laptop.commitOne(RuleWorld.remove(docs, world.head()))).isEqualTo(LOCKED);
    assertThat(world.isLive(file)).isTrue();
    laptop.moves(inner, ROOT, "moved");
    assertThat(laptop.commitOne(RuleWorld.remove(docs, world.head())))
        .isInstanceOf(ChangeAnswer.Applied.class);
    laptop.removes(beside);
    assertThat(laptop.commitOne(RuleWorld.remove(inner, world.head()))).isEqualTo(LOCKED);
  }

  @Test
  void parkedNodeShouldKeepItsContentAndStayButMayMove() {
    NodeId file = laptop.puts(ROOT, "plan", "one");
    world.workspace.hold(file, "too many");
    ChangeAnswer held = new ChangeAnswer.Held("too many");
    assertThat(laptop.commitOne(world.edit(file, 1, "two"))).isEqualTo(held);
    assertThat(laptop.commitOne(RuleWorld.remove(file, new VersionNumber(1), world.head())))
        .isEqualTo(held);
    laptop.moves(file, ROOT, "moved");
  }

  @Test
  void lockOfARemovedFileShouldHoldNobody() {
    NodeId file = laptop.puts(ROOT, "plan", "one");
    laptop.removes(file);
    world.workspace.lock(file, "grace");
    assertThat(laptop.commitOne(RuleWorld.restore(file, 1, 1)))
        .isInstanceOf(ChangeAnswer.Applied.class);
    assertThat(laptop.commitOne(world.edit(file, 1, "two"))).isEqualTo(LOCKED);
  }
}
