package io.driftless.server.commit;

import static io.driftless.protocol.id.NodeId.ROOT;
import static io.driftless.server.commit.RuleWorld.grouped;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.message.Message.CommitAnswer;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.recipe.RecipeOp;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitRuleTest {

  private static final ChangeAnswer DEPENDS = new ChangeAnswer.Depends();

  private final RuleWorld world = new RuleWorld();
  private final RuleWorld.Device laptop = world.laptop;
  private final RuleWorld.Device desktop = world.desktop;

  private static ChangeAnswer applied(long revision, int version) {
    return new ChangeAnswer.Applied(new Revision(revision), new VersionNumber(version));
  }

  // --- groups

  @Test
  void groupShouldSwapNames() {
    NodeId a = laptop.puts(ROOT, "a", "one");
    NodeId b = laptop.puts(ROOT, "b", "two");
    Revision seen = world.head();
    assertThat(
            laptop.commit(
                grouped(RuleWorld.move(a, ROOT, "b", seen), 1),
                grouped(RuleWorld.move(b, ROOT, "a", seen), 1)))
        .containsExactly(applied(3, 1), applied(4, 1));
    assertThat(world.node(a).name()).isEqualTo("b");
  }

  @Test
  void groupShouldTurnACycleOfThreeAndUseAVacatedName() {
    NodeId a = laptop.makes(ROOT, "a");
    NodeId b = laptop.makes(ROOT, "b");
    NodeId c = laptop.makes(ROOT, "c");
    Revision seen = world.head();
    NodeId fresh = world.newNode();
    assertThat(
            laptop.commit(
                grouped(RuleWorld.move(a, ROOT, "b", seen), 4),
                grouped(RuleWorld.move(b, ROOT, "c", seen), 4),
                grouped(RuleWorld.move(c, ROOT, "a", seen), 4),
                grouped(RuleWorld.folder(fresh, ROOT, "d"), 5),
                grouped(RuleWorld.move(fresh, ROOT, "e", Revision.NONE), 5)))
        .allMatch(CommitRule::isAccepted);
    NodeId file = world.newNode();
    assertThat(
            laptop.commit(
                grouped(RuleWorld.file(file, ROOT, "a", world.words("x")), 1),
                grouped(RuleWorld.remove(c, world.head()), 1)))
        .allMatch(CommitRule::isAccepted);
    assertThat(
            laptop.commit(
                grouped(RuleWorld.folder(world.newNode(), ROOT, "b"), 1),
                grouped(RuleWorld.move(a, ROOT, "old", world.head()), 1)))
        .allMatch(ChangeAnswer.Applied.class::isInstance);
  }

  @Test
  void groupWithARefusedMemberShouldLeaveNothing() {
    NodeId a = laptop.puts(ROOT, "a", "one");
    NodeId b = laptop.puts(ROOT, "b", "two");
    NodeId c = laptop.puts(ROOT, "c", "three");
    Revision seen = world.head();
    assertThat(
            laptop.commit(
                grouped(RuleWorld.move(a, ROOT, "b", seen), 1),
                grouped(world.edit(b, 7, "x"), 1),
                RuleWorld.move(c, ROOT, "d", seen)))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(DEPENDS),
            second -> assertThat(second).isInstanceOf(ChangeAnswer.Malformed.class),
            third -> assertThat(third).isEqualTo(applied(4, 1)));
    assertThat(world.node(a).name()).isEqualTo("a");
    assertThat(
            laptop.commit(
                grouped(RuleWorld.move(a, ROOT, "b", seen), 1), grouped(world.edit(b, 1, "x"), 1)))
        .containsExactly(new ChangeAnswer.NameTaken(b, new Revision(2)), DEPENDS);
  }

  @Test
  void tornGroupShouldBeMalformed() {
    assertThat(
            laptop.commit(
                grouped(RuleWorld.folder(world.newNode(), ROOT, "a"), 1),
                RuleWorld.folder(world.newNode(), ROOT, "b"),
                grouped(RuleWorld.folder(world.newNode(), ROOT, "c"), 1)))
        .element(2)
        .isInstanceOf(ChangeAnswer.Malformed.class);
  }

  // --- what depends

  @Test
  void changesOnTopOfARefusedOneShouldDepend() {
    NodeId holder = laptop.puts(ROOT, "docs", "a file");
    NodeId docs = world.newNode();
    NodeId file = world.newNode();
    assertThat(
            desktop.commit(
                RuleWorld.folder(docs, ROOT, "docs"),
                RuleWorld.file(file, docs, "a", world.words("x")),
                world.edit(file, 1, "y"),
                RuleWorld.move(file, ROOT, "b", world.head()),
                RuleWorld.folder(world.newNode(), ROOT, "other")))
        .containsExactly(
            new ChangeAnswer.NameTaken(holder, new Revision(1)),
            DEPENDS,
            DEPENDS,
            DEPENDS,
            applied(2, 0));
  }

  @Test
  void nameThatARefusedMoveShouldHaveFreedShouldDepend() {
    NodeId a = laptop.puts(ROOT, "a", "one");
    NodeId b = laptop.puts(ROOT, "b", "two");
    assertThat(
            desktop.commit(
                RuleWorld.move(a, ROOT, "b", world.head()),
                RuleWorld.file(world.newNode(), ROOT, "a", world.words("x"))))
        .containsExactly(new ChangeAnswer.NameTaken(b, new Revision(2)), DEPENDS);
  }

  @Test
  void contentShouldNotDependOnARefusedMoveButARemovalOnARefusedEdit() {
    NodeId a = laptop.puts(ROOT, "a", "one");
    NodeId b = laptop.puts(ROOT, "b", "two");
    assertThat(
            desktop.commit(
                RuleWorld.move(a, ROOT, "b", world.head()),
                world.edit(a, 1, "x"),
                RuleWorld.edit(b, 1, world.byHash("unknown")),
                RuleWorld.remove(b, new VersionNumber(1), world.head())))
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(ChangeAnswer.NameTaken.class),
            second -> assertThat(second).isEqualTo(applied(3, 2)),
            third -> assertThat(third).isInstanceOf(ChangeAnswer.MissingChunks.class),
            fourth -> assertThat(fourth).isEqualTo(DEPENDS));
  }

  // --- whole commits

  @Test
  void viewerAndStrangerShouldBeDenied() {
    laptop.role = Role.VIEWER;
    CommitAnswer viewer = laptop.send(laptop.request(RuleWorld.folder(world.newNode(), ROOT, "a")));
    assertThat(viewer.refused()).isEqualTo(new ChangeAnswer.Denied());
    assertThat(viewer.head()).isEqualTo(world.workspace.head());
    laptop.role = null;
    CommitAnswer stranger =
        laptop.send(laptop.request(RuleWorld.folder(world.newNode(), ROOT, "a")));
    assertThat(stranger.refused()).isEqualTo(new ChangeAnswer.Denied());
    assertThat(stranger.head()).isNull();
    assertThat(world.workspace.journal()).isEmpty();
  }

  @Test
  void aThousandChangesShouldBeTakenAndOneMoreRefused() {
    assertThat(laptop.commit(folders(Limits.MAX_CHANGES)))
        .hasSize(Limits.MAX_CHANGES)
        .allMatch(CommitRule::isAccepted);
    CommitAnswer answer = laptop.send(laptop.request(folders(Limits.MAX_CHANGES + 1)));
    assertThat(answer.refused()).isInstanceOf(ChangeAnswer.Malformed.class);
    assertThat(answer.answers()).isEmpty();
    assertThat(laptop.commit()).isEmpty();
  }

  private Change[] folders(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> RuleWorld.folder(world.newNode(), ROOT, "f" + world.newNode()))
        .toArray(Change[]::new);
  }

  @Test
  void cursorThatDoesNotContinueShouldRefuseTheCommitAsStale() {
    laptop.makes(ROOT, "a");
    Cursor head = world.workspace.head();
    for (Cursor wrong :
        List.of(
            new Cursor(new ServerEpoch(new UUID(8, 8)), head.revision(), head.commit()),
            new Cursor(head.epoch(), new Revision(2), head.commit()),
            new Cursor(head.epoch(), head.revision(), new CommitId(new UUID(8, 8))))) {
      desktop.cursor = wrong;
      CommitAnswer answer =
          desktop.send(desktop.request(RuleWorld.folder(world.newNode(), ROOT, "b")));
      assertThat(answer.refused()).isEqualTo(new ChangeAnswer.Stale(new Revision(1)));
      assertThat(answer.head()).isEqualTo(head);
    }
    desktop.cursor = Cursor.start(head.epoch());
    assertThat(desktop.commit(RuleWorld.folder(world.newNode(), ROOT, "b")))
        .containsExactly(applied(2, 0));
  }

  @Test
  void answerShouldNameTheHeadRightAfterTheCommit() {
    CommitRequest request = laptop.request(RuleWorld.folder(world.newNode(), ROOT, "a"));
    CommitAnswer answer = laptop.send(request);
    assertThat(answer.head().revision()).isEqualTo(new Revision(1));
    assertThat(answer.head().commit()).isEqualTo(request.commit());
  }

  // --- admission

  @Test
  void commitSentAgainShouldGetItsStoredAnswerAndChangeNothing() {
    CommitRequest request = laptop.request(RuleWorld.folder(world.newNode(), ROOT, "a"));
    CommitAnswer answer = laptop.send(request);
    desktop.makes(ROOT, "b");
    assertThat(laptop.send(request)).isEqualTo(answer);
    assertThat(world.workspace.journal()).hasSize(2);
  }

  @Test
  void idOrSequenceUsedBeforeShouldBeRefused() {
    CommitRequest request = laptop.request(RuleWorld.folder(world.newNode(), ROOT, "a"));
    laptop.send(request);
    assertThat(laptop.send(with(request, request.commit(), 1, 0)).refused())
        .isEqualTo(new ChangeAnswer.IdReused());
    assertThat(laptop.send(with(request, new CommitId(new UUID(5, 5)), 1, 0)).refused())
        .isEqualTo(new ChangeAnswer.IdReused());
    assertThat(laptop.send(with(request, new CommitId(new UUID(5, 6)), 2, 2)).refused())
        .isInstanceOf(ChangeAnswer.Malformed.class);
    assertThat(laptop.send(with(request, new CommitId(new UUID(5, 7)), 2, 1)).refused()).isNull();
    assertThat(laptop.send(request).refused()).isEqualTo(new ChangeAnswer.IdReused());
  }

  private CommitRequest with(CommitRequest like, CommitId id, long sequence, long through) {
    return new CommitRequest(
        like.workspace(),
        id,
        sequence,
        through,
        like.cursor(),
        List.of(RuleWorld.folder(world.newNode(), ROOT, "other" + id)));
  }

  @Test
  void requestShouldTellWhatIsReadForIt() {
    NodeId parent = world.newNode();
    NodeId node = world.newNode();
    Change put = RuleWorld.file(node, parent, "a", world.words("one two"));
    Sha256 staged = RuleWorld.hash("staged");
    Change edit =
        RuleWorld.edit(
            node,
            3,
            world.content(
                "x",
                new VersionNumber(3),
                List.of(new RecipeOp.Copy(0, 1), new RecipeOp.Staged(staged))));
    CommitRequest request = laptop.request(put, edit, RuleWorld.remove(parent, Revision.NONE));
    CommitNeeds needs = CommitRule.needs(request);
    assertThat(needs.packs()).containsExactlyElementsOf(world.blobs.keySet());
    assertThat(needs.staged()).containsExactly(staged);
    CommitReads reads = CommitRule.reads(request, laptop.context().given());
    assertThat(reads.nodes()).containsExactly(node, parent);
    assertThat(reads.places()).containsExactly(new CommitReads.Place(parent, "a"));
    assertThat(reads.versions())
        .containsExactly(new CommitReads.VersionKey(node, new VersionNumber(3)));
    assertThat(reads.chunks()).containsExactlyElementsOf(RuleWorld.hashes("one two"));
  }
}
