package io.driftless.server.commit;

import static io.driftless.protocol.id.NodeId.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.node.FileVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeRulesTest {

  private static final VersionNumber NO_VERSION = VersionNumber.NONE;

  private final RuleWorld world = new RuleWorld();
  private final RuleWorld.Device laptop = world.laptop;
  private final RuleWorld.Device desktop = world.desktop;

  private static ChangeAnswer applied(long revision, int version) {
    return new ChangeAnswer.Applied(new Revision(revision), new VersionNumber(version));
  }

  private static ChangeAnswer stale(long revision) {
    return new ChangeAnswer.Stale(new Revision(revision));
  }

  // --- folders

  @Test
  void sameFolderMadeTwiceShouldMergeAndItsAliasBeResolved() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId alias = world.newNode();
    NodeId sub = world.newNode();
    assertThat(
            desktop.commit(
                RuleWorld.folder(alias, ROOT, "docs"), RuleWorld.folder(sub, alias, "sub")))
        .containsExactly(new ChangeAnswer.Merged(docs, new Revision(1)), applied(2, 0));
    assertThat(world.node(sub).parent()).isEqualTo(docs);
    NodeId file = desktop.puts(alias, "a", "one");
    assertThat(world.node(file).parent()).isEqualTo(docs);
    assertThat(desktop.commitOne(RuleWorld.folder(alias, ROOT, "docs")))
        .isEqualTo(new ChangeAnswer.Merged(docs, new Revision(1)));
    desktop.moves(alias, ROOT, "papers");
    assertThat(world.node(docs).name()).isEqualTo("papers");
  }

  @Test
  void clientsOwnFolderShouldBeNobodysName() {
    assertThat(laptop.commitOne(RuleWorld.folder(world.newNode(), ROOT, ".driftless")))
        .isInstanceOf(ChangeAnswer.Malformed.class);
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId deeper = laptop.makes(docs, ".driftless");
    Change out = RuleWorld.move(deeper, ROOT, ".driftless", world.head());
    assertThat(laptop.commitOne(out)).isInstanceOf(ChangeAnswer.Malformed.class);
  }

  @Test
  void folderShouldNotTakeTheNameOfAFile() {
    NodeId file = laptop.puts(ROOT, "docs", "one");
    assertThat(desktop.commitOne(RuleWorld.folder(world.newNode(), ROOT, "docs")))
        .isEqualTo(new ChangeAnswer.NameTaken(file, new Revision(1)));
    assertThat(desktop.commitOne(RuleWorld.folder(file, ROOT, "other")))
        .isInstanceOf(ChangeAnswer.Malformed.class);
  }

  @Test
  void folderMadeAgainShouldBeAppliedWhereverItIsButNotWhenRemoved() {
    NodeId docs = laptop.makes(ROOT, "docs");
    laptop.moves(docs, ROOT, "papers");
    assertThat(laptop.commitOne(RuleWorld.folder(docs, ROOT, "docs"))).isEqualTo(applied(2, 0));
    laptop.removes(docs);
    assertThat(laptop.commitOne(RuleWorld.folder(docs, ROOT, "docs"))).isEqualTo(stale(3));
  }

  @Test
  void folderMadeAgainShouldBeStaleWhenAFolderAboveItIsRemoved() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId inner = laptop.makes(docs, "inner");
    laptop.removes(docs);
    assertThat(laptop.commitOne(RuleWorld.folder(inner, ROOT, "inner"))).isEqualTo(stale(3));
  }

  @Test
  void depthShouldEndAtTheLimit() {
    List<Change> changes = new ArrayList<>();
    NodeId parent = ROOT;
    for (int depth = 1; depth <= Limits.MAX_DEPTH; depth++) {
      NodeId folder = world.newNode();
      changes.add(RuleWorld.folder(folder, parent, "d"));
      parent = folder;
      if (changes.size() == Limits.MAX_CHANGES) {
        assertThat(laptop.commit(changes.toArray(Change[]::new))).allMatch(CommitRule::isAccepted);
        changes.clear();
      }
    }
    assertThat(laptop.commitOne(RuleWorld.folder(world.newNode(), parent, "d")))
        .isInstanceOf(ChangeAnswer.Malformed.class);
    NodeId other = laptop.makes(ROOT, "other");
    assertThat(laptop.commitOne(RuleWorld.move(other, parent, "d", world.head())))
        .isInstanceOf(ChangeAnswer.Malformed.class);
    laptop.puts(parent, "file", "one");
  }

  // --- moves

  @Test
  void moveShouldCheckTheLocationAndNotTheContent() {
    NodeId file = laptop.puts(ROOT, "a", "one");
    laptop.edits(file, "two");
    assertThat(desktop.commitOne(RuleWorld.move(file, ROOT, "b", new Revision(1))))
        .isEqualTo(applied(3, 2));
    assertThat(laptop.commitOne(RuleWorld.move(file, ROOT, "c", new Revision(2))))
        .isEqualTo(stale(3));
    assertThat(laptop.commitOne(RuleWorld.move(file, ROOT, "b", new Revision(1))))
        .isEqualTo(applied(3, 2));
  }

  @Test
  void moveOntoANameShouldBeTakenAlsoByAFolder() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId papers = laptop.makes(ROOT, "papers");
    assertThat(laptop.commitOne(RuleWorld.move(papers, ROOT, "docs", world.head())))
        .isEqualTo(new ChangeAnswer.NameTaken(docs, new Revision(1)));
  }

  @Test
  void movesIntoEachOtherShouldLetTheFirstWin() {
    NodeId a = laptop.makes(ROOT, "a");
    NodeId b = laptop.makes(ROOT, "b");
    Revision seen = world.head();
    assertThat(laptop.commitOne(RuleWorld.move(a, b, "a", seen))).isEqualTo(applied(3, 0));
    assertThat(desktop.commitOne(RuleWorld.move(b, a, "b", seen))).isEqualTo(stale(3));
    assertThat(desktop.commitOne(RuleWorld.move(a, a, "x", world.head()))).isEqualTo(stale(3));
  }

  @Test
  void moveOfUnknownOrFromTheFutureShouldBeMalformed() {
    NodeId a = laptop.makes(ROOT, "a");
    assertThat(laptop.commitOne(RuleWorld.move(world.newNode(), ROOT, "x", world.head())))
        .isInstanceOf(ChangeAnswer.Malformed.class);
    assertThat(laptop.commitOne(RuleWorld.move(a, ROOT, "x", new Revision(2))))
        .isInstanceOf(ChangeAnswer.Malformed.class);
    assertThat(laptop.commitOne(RuleWorld.move(ROOT, a, "x", world.head())))
        .isInstanceOf(ChangeAnswer.Malformed.class);
    assertThat(laptop.commitOne(RuleWorld.move(a, world.newNode(), "x", world.head())))
        .isEqualTo(new ChangeAnswer.ParentGone());
  }

  @Test
  void removedNodeShouldNotMove() {
    NodeId a = laptop.puts(ROOT, "a", "one");
    laptop.removes(a);
    assertThat(desktop.commitOne(RuleWorld.move(a, ROOT, "b", new Revision(1))))
        .isEqualTo(stale(2));
    assertThat(desktop.commitOne(RuleWorld.move(a, ROOT, "b", new Revision(2))))
        .isEqualTo(stale(2));
  }

  @Test
  void moveOutOfARemovedFolderShouldSaveTheFile() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "a", "one");
    laptop.removes(docs);
    assertThat(desktop.commitOne(RuleWorld.move(file, ROOT, "a", new Revision(2))))
        .isEqualTo(applied(4, 1));
    assertThat(world.isLive(file)).isTrue();
    assertThat(world.isLive(docs)).isFalse();
  }

  // --- removals

  @Test
  void removalShouldNeedTheLastVersionAndPlace() {
    NodeId file = laptop.puts(ROOT, "a", "one");
    laptop.edits(file, "two");
    assertThat(desktop.commitOne(RuleWorld.remove(file, new VersionNumber(1), new Revision(2))))
        .isEqualTo(stale(2));
    laptop.moves(file, ROOT, "b");
    assertThat(desktop.commitOne(RuleWorld.remove(file, new VersionNumber(2), new Revision(2))))
        .isEqualTo(stale(3));
    assertThat(desktop.commitOne(RuleWorld.remove(file, new VersionNumber(2), new Revision(3))))
        .isEqualTo(applied(4, 2));
    assertThat(laptop.commitOne(RuleWorld.remove(file, new VersionNumber(1), new Revision(1))))
        .isEqualTo(applied(4, 2));
    assertThat(laptop.commitOne(RuleWorld.remove(world.newNode(), world.head())))
        .isEqualTo(applied(0, 0));
  }

  @Test
  void removalOfAFolderShouldBeOneRowAndStaleOverUnseenChanges() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId sub = laptop.makes(docs, "sub");
    NodeId file = laptop.puts(sub, "a", "one");
    Revision seen = world.head();
    laptop.edits(file, "two");
    assertThat(desktop.commitOne(RuleWorld.remove(docs, seen))).isEqualTo(stale(4));
    assertThat(desktop.commitOne(RuleWorld.remove(docs, world.head()))).isEqualTo(applied(5, 0));
    assertThat(world.isLive(file)).isFalse();
    assertThat(world.node(file).deleted()).isFalse();
  }

  @Test
  void whatMovedIntoAFolderShouldKeepItAndWhatLeftOrWasRemovedShouldNot() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "a", "one");
    NodeId other = laptop.puts(ROOT, "b", "two");
    NodeId third = laptop.puts(docs, "c", "three");
    Revision seen = world.head();
    laptop.moves(file, ROOT, "a");
    laptop.removes(third);
    assertThat(desktop.commitOne(RuleWorld.remove(docs, seen))).isEqualTo(applied(7, 0));
    NodeId more = laptop.makes(ROOT, "more");
    seen = world.head();
    laptop.moves(other, more, "b");
    assertThat(desktop.commitOne(RuleWorld.remove(more, seen))).isEqualTo(stale(9));
  }

  @Test
  void ownRowsShouldNotMakeARemovalStaleButTheRowsBelowThemShould() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "a", "one");
    Revision seen = world.head();
    assertThat(
            laptop.commit(
                world.edit(file, 1, "two"),
                RuleWorld.move(file, docs, "b", seen),
                RuleWorld.remove(docs, seen)))
        .containsExactly(applied(3, 2), applied(4, 2), applied(5, 0));
    NodeId more = laptop.makes(ROOT, "more");
    NodeId mine = laptop.puts(more, "a", "one");
    Revision base = world.head();
    desktop.edits(mine, "two");
    assertThat(laptop.commit(RuleWorld.move(mine, more, "b", base), RuleWorld.remove(more, base)))
        .containsExactly(applied(9, 2), stale(8));
  }

  @Test
  void refusedChangeBeneathShouldKeepTheFolder() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "a", "one");
    assertThat(
            laptop.commit(
                RuleWorld.edit(file, 1, world.byHash("unknown")),
                RuleWorld.remove(docs, world.head())))
        .containsExactly(new ChangeAnswer.MissingChunks(RuleWorld.hashes("unknown")), stale(2));
    assertThat(
            laptop.commit(
                RuleWorld.file(world.newNode(), docs, "b", world.byHash("unknown")),
                RuleWorld.remove(docs, world.head())))
        .element(1)
        .isEqualTo(stale(2));
  }

  @Test
  void removalFromTheFutureOrOfTheRootShouldBeMalformed() {
    NodeId docs = laptop.makes(ROOT, "docs");
    assertThat(laptop.commitOne(RuleWorld.remove(docs, new Revision(2))))
        .isInstanceOf(ChangeAnswer.Malformed.class);
    assertThat(laptop.commitOne(RuleWorld.remove(docs, new VersionNumber(1), world.head())))
        .isInstanceOf(ChangeAnswer.Malformed.class);
    assertThat(laptop.commitOne(RuleWorld.remove(ROOT, world.head())))
        .isInstanceOf(ChangeAnswer.Malformed.class);
  }

  // --- ancestors that come back

  @Test
  void editUnderARemovedFolderShouldRestoreTheNeededAncestorsOnly() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId sub = laptop.makes(docs, "sub");
    NodeId deep = laptop.puts(sub, "deep", "one");
    NodeId twin = laptop.puts(sub, "twin", "two");
    NodeId beside = laptop.puts(docs, "beside", "three");
    NodeId other = laptop.makes(docs, "other");
    NodeId inOther = laptop.puts(other, "x", "four");
    laptop.removes(docs);
    assertThat(desktop.commitOne(world.edit(deep, 1, "edited")))
        .isInstanceOf(ChangeAnswer.Applied.class);
    assertThat(List.of(docs, sub, deep)).allMatch(world::isLive);
    assertThat(List.of(twin, beside, other, inOther)).noneMatch(world::isLive);
  }

  @Test
  void whatTheSameCommitEditsShouldStayLive() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId first = laptop.puts(docs, "a", "one");
    NodeId second = laptop.puts(docs, "b", "two");
    NodeId third = laptop.puts(docs, "c", "three");
    Revision seen = world.head();
    laptop.removes(docs);
    NodeId added = world.newNode();
    assertThat(
            desktop.commit(
                RuleWorld.file(added, docs, "new", world.words("new")),
                world.edit(first, 1, "edited"),
                RuleWorld.move(second, docs, "renamed", seen)))
        .allMatch(CommitRule::isAccepted);
    assertThat(List.of(docs, first, second, added)).allMatch(world::isLive);
    assertThat(world.isLive(third)).isFalse();
  }

  @Test
  void removedFolderWhoseNameALiveFolderHoldsShouldMergeIntoIt() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId sub = laptop.makes(docs, "sub");
    NodeId file = laptop.puts(sub, "a", "one");
    laptop.removes(docs);
    NodeId again = laptop.makes(ROOT, "docs");
    NodeId subAgain = laptop.makes(again, "sub");
    NodeId held = laptop.puts(subAgain, "a", "other");
    desktop.edits(file, "edited");
    assertThat(world.node(file).parent()).isEqualTo(subAgain);
    assertThat(world.node(file).name()).contains("conflicted copy, Ada's desktop");
    assertThat(world.isLive(held)).isTrue();
    NodeId added = desktop.puts(sub, "new", "new");
    assertThat(world.node(added).parent()).isEqualTo(subAgain);
  }

  @Test
  void removedFolderWhoseNameAFileHoldsShouldComeBackUnderAnotherName() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "a", "one");
    laptop.removes(docs);
    laptop.puts(ROOT, "docs", "a file");
    desktop.edits(file, "edited");
    assertThat(world.isLive(file)).isTrue();
    assertThat(world.node(docs).name())
        .isEqualTo("docs (conflicted copy, Ada's desktop, 2026-01-02)");
  }

  @Test
  void moveIntoARemovedFolderThatMergesIntoTheMovedOneShouldBeStale() {
    NodeId docs = laptop.makes(ROOT, "docs");
    laptop.removes(docs);
    NodeId again = laptop.makes(ROOT, "docs");
    assertThat(desktop.commitOne(RuleWorld.move(again, docs, "x", world.head())))
        .isInstanceOf(ChangeAnswer.Stale.class);
  }

  @Test
  void refusedChangeShouldNotRestoreAnything() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "a", "one");
    laptop.removes(docs);
    assertThat(desktop.commitOne(RuleWorld.edit(file, 1, world.byHash("unknown"))))
        .isInstanceOf(ChangeAnswer.MissingChunks.class);
    assertThat(world.head()).isEqualTo(new Revision(3));
  }

  @Test
  void tooManySiblingsToBuryShouldComeBack() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "a", "one");
    NodeId sibling = null;
    for (int commit = 0; commit <= Ancestors.MAX_BURIED / 1_000; commit++) {
      Change[] changes = new Change[1_000];
      for (int i = 0; i < changes.length; i++) {
        sibling = world.newNode();
        changes[i] = RuleWorld.folder(sibling, docs, "f" + commit + "-" + i);
      }
      Bulk unchecked = new Bulk(changes);
      unchecked.send();
    }
    laptop.removes(docs);
    desktop.edits(file, "edited");
    assertThat(world.isLive(sibling)).isTrue();
  }

  private final class Bulk {
    private final Change[] changes;

    Bulk(Change[] changes) {
      this.changes = changes;
    }

    void send() {
      CommitOutcome outcome =
          CommitRule.apply(
              world.workspace.asSeenBy(laptop.id), laptop.request(changes), laptop.context());
      world.workspace.store(outcome, laptop.id);
    }
  }

  // --- restore

  @Test
  void restoreShouldBringBackAFolderWithAllThatLayInIt() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "a", "one");
    laptop.removes(docs);
    assertThat(desktop.commitOne(RuleWorld.restore(docs, 0, 0))).isEqualTo(applied(4, 0));
    assertThat(world.isLive(file)).isTrue();
    assertThat(desktop.commitOne(RuleWorld.restore(docs, 0, 0))).isEqualTo(applied(4, 0));
  }

  @Test
  void restoreShouldBringBackAnOlderContentAsTheNextVersion() {
    NodeId file = laptop.puts(ROOT, "a", "one");
    FileVersion first = world.node(file).version();
    laptop.edits(file, "two");
    assertThat(desktop.commitOne(RuleWorld.restore(file, 1, 1))).isEqualTo(stale(2));
    assertThat(desktop.commitOne(RuleWorld.restore(file, 1, 2))).isEqualTo(applied(3, 3));
    assertThat(world.node(file).version().sameContent(first)).isTrue();
    laptop.removes(file);
    assertThat(desktop.commitOne(RuleWorld.restore(file, 2, 3))).isEqualTo(applied(6, 4));
    assertThat(desktop.commitOne(RuleWorld.restore(file, 9, 4)))
        .isInstanceOf(ChangeAnswer.Malformed.class);
    assertThat(desktop.commitOne(RuleWorld.restore(world.newNode(), 0, 0)))
        .isInstanceOf(ChangeAnswer.Malformed.class);
  }

  @Test
  void restoreShouldTakeAnotherPlaceWhenItsNameIsTaken() {
    NodeId file = laptop.puts(ROOT, "a", "one");
    laptop.removes(file);
    NodeId holder = laptop.puts(ROOT, "a", "two");
    assertThat(desktop.commitOne(RuleWorld.restore(file, 0, 1)))
        .isEqualTo(new ChangeAnswer.NameTaken(holder, new Revision(3)));
    Change elsewhere = new Change.Restore(file, ROOT, "b", NO_VERSION, new VersionNumber(1), 0);
    assertThat(desktop.commitOne(elsewhere)).isEqualTo(applied(4, 1));
    Change live = new Change.Restore(file, ROOT, "c", NO_VERSION, new VersionNumber(1), 0);
    assertThat(desktop.commitOne(live)).isEqualTo(stale(4));
    Change nowhere =
        new Change.Restore(holder, world.newNode(), "c", NO_VERSION, new VersionNumber(1), 0);
    assertThat(desktop.commitOne(nowhere)).isEqualTo(new ChangeAnswer.ParentGone());
  }

  @Test
  void restoreBeneathARemovedFolderShouldRestoreTheNeededAncestorsOnly() {
    NodeId docs = laptop.makes(ROOT, "docs");
    NodeId file = laptop.puts(docs, "a", "one");
    NodeId sibling = laptop.puts(docs, "b", "two");
    laptop.removes(docs);
    assertThat(desktop.commitOne(RuleWorld.restore(file, 0, 1)))
        .isInstanceOf(ChangeAnswer.Applied.class);
    assertThat(world.isLive(file)).isTrue();
    assertThat(world.isLive(sibling)).isFalse();
  }
}
