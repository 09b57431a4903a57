package io.driftless.server.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.recipe.RecipeOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Packs that a commit takes without a recipe that names them. */
class PacksAheadTest {

  private final RuleWorld world = new RuleWorld();
  private final RuleWorld.Device laptop = world.laptop;
  private final RuleWorld.Device desktop = world.desktop;

  private PackId stored(String words) {
    Content content = world.words(words);
    RecipeOp.Run run = (RecipeOp.Run) Objects.requireNonNull(content.recipe()).ops().get(0);
    return run.pack();
  }

  private static CommitAnswer send(RuleWorld.Device device, List<PackId> packs, Change... changes) {
    CommitRequest named = device.request(changes);
    return device.send(
        new CommitRequest(
            named.workspace(),
            named.commit(),
            named.sequence(),
            named.answeredThrough(),
            named.cursor(),
            named.changes(),
            packs));
  }

  private long usedBytes() {
    return world.workspace.asSeenBy(laptop.id).quota().usedBytes();
  }

  private Change byHash(String words) {
    NodeId node = world.newNode();
    return RuleWorld.file(node, NodeId.ROOT, node.toString(), world.byHash(words));
  }

  @Test
  void takenPacksShouldServeLaterCommitsOfTheirDevice() {
    PackId pack = stored("one two");
    CommitAnswer taken = send(laptop, List.of(pack));
    assertThat(taken.refused()).isNull();
    assertThat(taken.answers()).isEmpty();
    assertThat(world.workspace.journal()).isEmpty();
    assertThat(laptop.commitOne(byHash("two one"))).isInstanceOf(ChangeAnswer.Applied.class);
    assertThat(desktop.commitOne(byHash("two one"))).isInstanceOf(ChangeAnswer.MissingChunks.class);
  }

  @Test
  void takenTwiceShouldBeTakenOnce() {
    PackId pack = stored("one two");
    send(laptop, List.of(pack));
    long used = usedBytes();
    assertThat(send(laptop, List.of(pack, pack)).refused()).isNull();
    assertThat(usedBytes()).isEqualTo(used).isPositive();
  }

  @Test
  void takenPacksShouldBringTheirChunksOutOfQuarantine() {
    laptop.puts(NodeId.ROOT, "before", "one two");
    world.workspace.mark(RuleWorld.hash("one"), ChunkFacts.State.QUARANTINED);
    send(laptop, List.of(stored("one")));
    assertThat(world.workspace.chunks().get(RuleWorld.hash("one")).state())
        .isEqualTo(ChunkFacts.State.VERIFIED);
  }

  @Test
  void absentPackShouldRefuseAll() {
    PackId pack = stored("one two");
    CommitAnswer refused =
        send(laptop, List.of(pack, new PackId(new UUID(9, 9))), byHash("one two"));
    assertThat(refused.refused()).isEqualTo(new ChangeAnswer.MissingChunks(List.of()));
    assertThat(refused.answers()).isEmpty();
    assertThat(world.workspace.chunks()).isEmpty();
    assertThat(usedBytes()).isZero();
  }

  @Test
  void packsBeyondTheQuotaShouldRefuseAll() {
    PackId pack = stored("one two");
    world.workspace.limitTo(1);
    assertThat(send(laptop, List.of(pack)).refused()).isInstanceOf(ChangeAnswer.OverQuota.class);
    assertThat(world.workspace.chunks()).isEmpty();
  }

  @Test
  void packsShouldBeBounded() {
    List<PackId> packs = new ArrayList<>();
    for (int i = 0; i < Limits.MAX_COMMIT_PACKS; i++) {
      packs.add(new PackId(new UUID(9, i)));
    }
    assertThat(send(laptop, packs).refused()).isInstanceOf(ChangeAnswer.MissingChunks.class);
    packs.add(stored("one"));
    assertThat(send(laptop, packs).refused()).isInstanceOf(ChangeAnswer.Malformed.class);
  }
}
