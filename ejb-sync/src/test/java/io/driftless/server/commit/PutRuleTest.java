package io.driftless.server.commit;

import static io.driftless.protocol.id.NodeId.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PutRuleTest {

  private final RuleWorld world = new RuleWorld();
  private final RuleWorld.Device laptop = world.laptop;
  private final RuleWorld.Device desktop = world.desktop;

  private static ChangeAnswer applied(long revision, int version) {
    return new ChangeAnswer.Applied(new Revision(revision), new VersionNumber(version));
  }

  @Test
  void newFileShouldBeAppliedWithItsFirstVersion() {
    NodeId node = world.newNode();
    assertThat(laptop.commitOne(RuleWorld.file(node, ROOT, "a.txt", world.words("one two"))))
        .isEqualTo(applied(1, 1));
    assertThat(world.workspace.version(node, new VersionNumber(1)).recipe().chunks())
        .isEqualTo(RuleWorld.hashes("one two"));
    assertThat(world.workspace.chunks()).hasSize(2);
  }

  @Test
  void sameNewFileAgainShouldBeAppliedWithoutARow() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one");
    assertThat(laptop.commitOne(RuleWorld.file(node, ROOT, "a.txt", world.words("one"))))
        .isEqualTo(applied(1, 1));
    assertThat(world.workspace.journal()).hasSize(1);
  }

  @Test
  void nameOfALiveSiblingShouldBeTaken() {
    NodeId first = laptop.puts(ROOT, "a.txt", "one");
    assertThat(
            desktop.commitOne(RuleWorld.file(world.newNode(), ROOT, "a.txt", world.words("two"))))
        .isEqualTo(new ChangeAnswer.NameTaken(first, new Revision(1)));
    assertThat(
            desktop.commitOne(RuleWorld.file(world.newNode(), ROOT, "A.TXT", world.words("two"))))
        .isInstanceOf(ChangeAnswer.Applied.class);
  }

  @Test
  void nextVersionShouldBeAppliedWhereverTheNodeIs() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one");
    desktop.moves(node, desktop.makes(ROOT, "docs"), "b.txt");
    assertThat(laptop.commitOne(world.edit(node, 1, "two"))).isEqualTo(applied(4, 2));
    assertThat(world.node(node).name()).isEqualTo("b.txt");
  }

  @Test
  void olderBaseShouldBeStaleUnlessTheContentIsEqual() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one");
    laptop.edits(node, "two");
    assertThat(desktop.commitOne(world.edit(node, 1, "three")))
        .isEqualTo(new ChangeAnswer.Stale(new Revision(2)));
    assertThat(desktop.commitOne(world.edit(node, 1, "two"))).isEqualTo(applied(2, 2));
    assertThat(world.workspace.journal()).hasSize(2);
  }

  @Test
  void equalDigestWithAnotherRecipeShouldNotBeEqualContent() {
    NodeId node = laptop.puts(ROOT, "a.txt", "on e");
    laptop.edits(node, "tw o");
    assertThat(desktop.commitOne(world.edit(node, 1, "t wo")))
        .isEqualTo(new ChangeAnswer.Stale(new Revision(2)));
  }

  @Test
  void unchangedContentShouldWriteNothingButAnotherTimeOrModeShould() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one");
    assertThat(laptop.commitOne(world.edit(node, 1, "one"))).isEqualTo(applied(1, 1));
    Content same = world.words("one");
    Content touched =
        new Content(same.size(), same.digest(), 5, false, same.profile(), same.recipe(), null);
    assertThat(laptop.commitOne(RuleWorld.edit(node, 1, touched))).isEqualTo(applied(2, 2));
    Content executable =
        new Content(same.size(), same.digest(), 5, true, same.profile(), same.recipe(), null);
    assertThat(laptop.commitOne(RuleWorld.edit(node, 2, executable))).isEqualTo(applied(3, 3));
    assertThat(desktop.commitOne(RuleWorld.edit(node, 1, touched)))
        .isInstanceOf(ChangeAnswer.Stale.class);
  }

  @Test
  void editShouldBeatDelete() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one");
    laptop.removes(node);
    assertThat(desktop.commitOne(world.edit(node, 1, "two"))).isEqualTo(applied(3, 2));
    assertThat(world.isLive(node)).isTrue();
  }

  @Test
  void editOfAnOlderVersionOfARemovedFileShouldBeStale() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one");
    laptop.edits(node, "two");
    laptop.removes(node);
    assertThat(desktop.commitOne(world.edit(node, 1, "two")))
        .isEqualTo(new ChangeAnswer.Stale(new Revision(3)));
  }

  @Test
  void fileThatComesBackShouldGetAFreeName() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one");
    laptop.removes(node);
    laptop.puts(ROOT, "a.txt", "other");
    desktop.edits(node, "two");
    assertThat(world.node(node).name())
        .isEqualTo("a (conflicted copy, Ada's desktop, 2026-01-02).txt");
  }

  @Test
  void linkShouldCarryItsTarget() {
    NodeId node = world.newNode();
    Change put =
        new Change.Put(
            node, ROOT, "l", NodeKind.LINK, VersionNumber.NONE, RuleWorld.link("../x"), 0);
    assertThat(laptop.commitOne(put)).isEqualTo(applied(1, 1));
    assertThat(world.node(node).version().linkTarget()).isEqualTo("../x");
    Change again =
        new Change.Put(
            node, null, null, NodeKind.LINK, new VersionNumber(1), RuleWorld.link("y"), 0);
    assertThat(laptop.commitOne(again)).isEqualTo(applied(2, 2));
  }

  @Test
  void whatCanNeverBeShouldBeMalformed() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one");
    NodeId folder = laptop.makes(ROOT, "docs");
    Content wrongSize = sized(world.words("one two"), 7);
    Content wrongDigest = world.content("one", VersionNumber.NONE, List.of());
    Content folderless = RuleWorld.link("x");
    for (Change wrong :
        List.of(
            world.edit(node, 2, "two"),
            world.edit(folder, 1, "two"),
            world.edit(world.newNode(), 1, "two"),
            RuleWorld.file(folder, ROOT, "b", world.words("x")),
            RuleWorld.file(world.newNode(), ROOT, "b", wrongSize),
            RuleWorld.file(world.newNode(), ROOT, "b", wrongDigest),
            RuleWorld.file(world.newNode(), ROOT, "b", folderless),
            RuleWorld.file(world.newNode(), ROOT, "b/c", world.words("x")),
            RuleWorld.file(world.newNode(), ROOT, "..", world.words("x")),
            RuleWorld.file(world.newNode(), ROOT, "x".repeat(256), world.words("x")),
            RuleWorld.file(ROOT, ROOT, "b", world.words("x")),
            new Change.Put(
                node, ROOT, "b", NodeKind.FILE, new VersionNumber(1), world.words("x"), 0))) {
      assertThat(laptop.commitOne(wrong))
          .as("%s", wrong)
          .isInstanceOf(ChangeAnswer.Malformed.class);
    }
    assertThat(world.workspace.journal()).hasSize(2);
    laptop.puts(ROOT, "x".repeat(255), "x");
  }

  private static Content sized(Content of, long size) {
    return new Content(size, of.digest(), 0, false, 1, of.recipe(), null);
  }

  @Test
  void unknownParentOrFileAsParentShouldBeParentGone() {
    NodeId file = laptop.puts(ROOT, "a.txt", "one");
    for (NodeId parent : List.of(world.newNode(), file)) {
      assertThat(laptop.commitOne(RuleWorld.file(world.newNode(), parent, "b", world.words("x"))))
          .isEqualTo(new ChangeAnswer.ParentGone());
    }
  }

  @Test
  void recipeShouldCopyFromAnyVersionOfTheNode() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one two three four five");
    Content edited =
        world.content(
            "zero two three four five",
            new VersionNumber(1),
            List.of(new RecipeOp.Run(world.pack("zero"), 0, 1), new RecipeOp.Copy(1, 4)));
    assertThat(laptop.commitOne(RuleWorld.edit(node, 1, edited))).isEqualTo(applied(2, 2));
    Content again = world.content("one", new VersionNumber(1), List.of(new RecipeOp.Copy(0, 1)));
    assertThat(laptop.commitOne(RuleWorld.edit(node, 2, again))).isEqualTo(applied(3, 3));
    Content lying =
        sized(
            world.content(
                "two three four five", new VersionNumber(1), List.of(new RecipeOp.Copy(1, 4))),
            3);
    assertThat(laptop.commitOne(RuleWorld.edit(node, 3, lying)))
        .isInstanceOf(ChangeAnswer.Malformed.class);
  }

  @Test
  void goneBaseShouldAskForTheFullRecipe() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one two");
    laptop.edits(node, "three");
    Content copying = world.content("one", new VersionNumber(1), List.of(new RecipeOp.Copy(0, 1)));
    InMemoryWorkspace workspace = world.workspace;
    StoredVersion first = workspace.version(node, new VersionNumber(1));
    workspace.prune(node, new VersionNumber(1));
    CommitOutcome outcome =
        CommitRule.apply(
            workspace.asSeenBy(laptop.id),
            laptop.request(RuleWorld.edit(node, 2, copying)),
            laptop.context());
    assertThat(outcome.verdicts()).containsExactly(new ChangeAnswer.RecipeBaseGone());
    assertThat(first).isNotNull();
  }

  @Test
  void stagedRecipeShouldBeTakenWhenItIsThere() {
    laptop.puts(ROOT, "a.txt", "one two");
    Recipe recipe = new Recipe(RuleWorld.hashes("one two"));
    Content content =
        world.content("one two", VersionNumber.NONE, List.of(new RecipeOp.Staged(recipe.digest())));
    NodeId node = world.newNode();
    assertThat(laptop.commitOne(RuleWorld.file(node, ROOT, "b", content)))
        .isEqualTo(new ChangeAnswer.RecipeBaseGone());
    world.staged.put(recipe.digest(), recipe);
    assertThat(laptop.commitOne(RuleWorld.file(node, ROOT, "b", content)))
        .isInstanceOf(ChangeAnswer.Applied.class);
  }

  @Test
  void chunkThatOnlyAnotherDeviceClaimsShouldBeMissing() {
    laptop.puts(ROOT, "a.txt", "one two");
    Change put = RuleWorld.file(world.newNode(), ROOT, "b", world.byHash("one two"));
    assertThat(desktop.commitOne(put))
        .isEqualTo(new ChangeAnswer.MissingChunks(RuleWorld.hashes("one two")));
    world.workspace.downloaded(desktop.id, RuleWorld.hash("one"));
    assertThat(desktop.commitOne(put))
        .isEqualTo(new ChangeAnswer.MissingChunks(RuleWorld.hashes("two")));
    world.workspace.mark(RuleWorld.hash("two"), ChunkFacts.State.VERIFIED);
    assertThat(desktop.commitOne(put)).isInstanceOf(ChangeAnswer.Applied.class);
  }

  @Test
  void quarantinedChunkShouldBeRevived() {
    NodeId node = laptop.puts(ROOT, "a.txt", "one");
    world.workspace.mark(RuleWorld.hash("one"), ChunkFacts.State.QUARANTINED);
    Change put = RuleWorld.file(world.newNode(), ROOT, "b", world.byHash("one"));
    assertThat(desktop.commitOne(put)).isInstanceOf(ChangeAnswer.Applied.class);
    assertThat(world.workspace.chunks().get(RuleWorld.hash("one")).state())
        .isEqualTo(ChunkFacts.State.VERIFIED);
    assertThat(world.isLive(node)).isTrue();
  }

  @Test
  void chunksOfAnotherPackOfTheCommitShouldCount() {
    NodeId first = world.newNode();
    NodeId second = world.newNode();
    assertThat(
            laptop.commit(
                RuleWorld.file(first, ROOT, "a", world.words("one two")),
                RuleWorld.file(second, ROOT, "b", world.byHash("two one"))))
        .containsExactly(applied(1, 1), applied(2, 1));
  }

  @Test
  void missingDamagedAndCondemnedPacksShouldBeRefused() {
    Packs packs = new Packs();
    assertThat(laptop.commitOne(packs.file(packs.absent)))
        .isEqualTo(new ChangeAnswer.MissingChunks(List.of()));
    assertThat(laptop.commitOne(packs.file(packs.damaged)))
        .isEqualTo(new ChangeAnswer.MissingChunks(List.of()));
    assertThat(laptop.commitOne(packs.file(packs.condemned)))
        .isEqualTo(new ChangeAnswer.MissingChunks(RuleWorld.hashes("one")));
  }

  @Test
  void equalContentShouldBringBackWhatWasLost() {
    Content lost = world.words("one two");
    NodeId node = world.newNode();
    laptop.commitOne(RuleWorld.file(node, ROOT, "a", lost));
    world.workspace.reject(((RecipeOp.Run) lost.recipe().ops().get(0)).pack());
    assertThat(world.workspace.chunks()).isEmpty();
    assertThat(laptop.commitOne(world.edit(node, 1, "one two"))).isEqualTo(applied(1, 1));
    assertThat(world.workspace.chunks()).hasSize(2);
    assertThat(world.workspace.journal()).hasSize(1);
  }

  @Test
  void equalContentShouldSayWhenItsNewPackIsMissing() {
    NodeId node = laptop.puts(ROOT, "a", "one");
    Content absent =
        world.content(
            "one", VersionNumber.NONE, List.of(new RecipeOp.Run(new PackId(new UUID(9, 9)), 0, 1)));
    assertThat(laptop.commitOne(RuleWorld.edit(node, 1, absent)))
        .isEqualTo(new ChangeAnswer.MissingChunks(List.of()));
  }

  private final class Packs {
    final PackId absent = new PackId(new UUID(9, 9));
    final PackId damaged = world.pack("one");
    final PackId condemned = world.pack("one");

    Packs() {
      world.blobs.put(damaged, new PackFooter.Damaged("no magic"));
      world.workspace.condemn(condemned);
    }

    Change file(PackId pack) {
      return RuleWorld.file(
          world.newNode(),
          ROOT,
          "p",
          world.content("one", VersionNumber.NONE, List.of(new RecipeOp.Run(pack, 0, 1))));
    }
  }

  @Test
  void entriesOutsideThePackShouldBeMalformed() {
    PackId pack = world.pack("one");
    for (RecipeOp op :
        List.of(
            new RecipeOp.Run(pack, 0, 2),
            new RecipeOp.Run(pack, 1, 1),
            new RecipeOp.Run(pack, -1, 1),
            new RecipeOp.Run(pack, 0, 0),
            new RecipeOp.Run(pack, Integer.MAX_VALUE, 1),
            new RecipeOp.Copy(0, 1),
            new RecipeOp.Located(List.of()))) {
      Content content = world.content("one", VersionNumber.NONE, List.of(op));
      assertThat(laptop.commitOne(RuleWorld.file(world.newNode(), ROOT, "p", content)))
          .as("%s", op)
          .isInstanceOf(ChangeAnswer.Malformed.class);
    }
  }

  @Test
  void quotaShouldCountTheBytesOfNewPacks() {
    world.workspace.limitTo(8);
    laptop.puts(ROOT, "a", "one two");
    assertThat(laptop.commitOne(RuleWorld.file(world.newNode(), ROOT, "b", world.words("six"))))
        .isEqualTo(new ChangeAnswer.OverQuota(8, 6));
    assertThat(laptop.commitOne(RuleWorld.file(world.newNode(), ROOT, "c", world.byHash("two"))))
        .isInstanceOf(ChangeAnswer.Applied.class);
    assertThat(laptop.commitOne(RuleWorld.file(world.newNode(), ROOT, "b", world.words("si"))))
        .isInstanceOf(ChangeAnswer.Applied.class);
  }

  @Test
  void atMostAThousandMissingHashesShouldBeNamed() {
    List<Sha256> hashes = IntStream.range(0, 1_500).mapToObj(i -> RuleWorld.hash("w" + i)).toList();
    Content content =
        new Content(
            1,
            RuleWorld.hash("x"),
            0,
            false,
            1,
            new RecipeScript(
                VersionNumber.NONE,
                List.of(new RecipeOp.Hashes(hashes)),
                new Recipe(hashes).digest()),
            null);
    assertThat(laptop.commitOne(RuleWorld.file(world.newNode(), ROOT, "p", content)))
        .isEqualTo(new ChangeAnswer.MissingChunks(hashes.subList(0, 1_000)));
  }
}
