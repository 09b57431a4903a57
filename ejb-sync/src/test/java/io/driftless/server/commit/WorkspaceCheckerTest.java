package io.driftless.server.commit;

import static io.driftless.protocol.id.NodeId.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whether the checker can fail: a workspace spoiled in each way that it looks for. */
class WorkspaceCheckerTest {

  private final RuleWorld world = new RuleWorld();
  private final InMemoryWorkspace workspace = world.workspace;
  private final NodeId docs = world.laptop.makes(ROOT, "docs");
  private final NodeId file = world.laptop.puts(docs, "a.txt", "one two");
  private long commits;

  /** A row of a commit of its own, with the revision that follows. */
  private NodeRow row(
      NodeId node, NodeId parent, NodeKind kind, FileVersion version, boolean deleted) {
    return new NodeRow(
        world.head().next(),
        node,
        parent,
        "n" + node,
        kind,
        version,
        deleted,
        new CommitId(new UUID(9, ++commits)),
        world.laptop.id,
        new AccountId(new UUID(4, 4)),
        RuleWorld.NOW);
  }

  private NodeRow row(NodeId folder, NodeId parent) {
    return row(folder, parent, NodeKind.FOLDER, null, false);
  }

  /** Takes a row for its node's state, as if the rule had said so. */
  private void write(NodeRow row) {
    NodeState before = world.node(row.node());
    NodeState now =
        new NodeState(
            row.node(),
            row.parent(),
            row.name(),
            row.kind(),
            row.version(),
            row.deleted(),
            row.revision(),
            row.revision());
    boolean stays = before != null && before.sameLocation(now);
    store(row, stays ? now.written(row.revision(), before.locationRevision()) : now, Map.of());
  }

  private void store(NodeRow row, NodeState now, Map<NodeId, NodeId> aliases) {
    workspace.store(
        new CommitOutcome(
            null,
            List.of(row),
            List.of(now),
            List.of(),
            aliases,
            List.of(),
            Set.of(),
            workspace.head()),
        world.laptop.id);
  }

  private NodeRow again(NodeRow row, long revision, CommitId commit, FileVersion version) {
    return new NodeRow(
        new Revision(revision),
        row.node(),
        row.parent(),
        row.name(),
        row.kind(),
        version,
        row.deleted(),
        commit,
        row.device(),
        row.account(),
        row.timeMillis());
  }

  private FileVersion version() {
    return world.node(file).version();
  }

  private FileVersion version(int number, long size) {
    FileVersion now = version();
    return new FileVersion(
        new VersionNumber(number), size, now.digest(), now.modifiedNanos(), false, 1, null);
  }

  private void says(String words) {
    assertThat(WorkspaceChecker.problems(workspace)).anyMatch(problem -> problem.contains(words));
  }

  private Sha256 chunk() {
    return RuleWorld.hash("one");
  }

  @Test
  void nothingShouldBeSaidOfWhatIsRight() {
    assertThat(WorkspaceChecker.problems(workspace)).isEmpty();
  }

  @Test
  void aGapInTheJournalShouldBeSeen() {
    NodeRow row = row(world.newNode(), ROOT);
    write(again(row, 5, row.commit(), null));
    says("Revision 5 follows on 2");
  }

  @Test
  void aCommitAppliedTwiceShouldBeSeen() {
    NodeRow first = workspace.journal().get(0);
    NodeRow row = row(world.newNode(), ROOT);
    write(again(row, 3, first.commit(), null));
    says("was applied twice");
  }

  @Test
  void whatComesBackUntoldShouldBeSeen() {
    write(row(docs, ROOT, NodeKind.FOLDER, null, true));
    write(row(docs, ROOT));
    says("came back, and no row tells so");
  }

  @Test
  void aVersionLeftOutShouldBeSeen() {
    write(row(file, docs, NodeKind.FILE, version(3, 6), false));
    says("Version 3 of " + file + " follows on 1");
    says("Version 2 of");
  }

  @Test
  void aVersionChangedShouldBeSeen() {
    write(row(file, docs, NodeKind.FILE, version(1, 7), false));
    says("was changed");
    says("kept is");
  }

  @Test
  void anotherKindShouldBeSeen() {
    write(row(docs, ROOT, NodeKind.FILE, null, false));
    says("was a FOLDER, is a FILE");
    says("which is no folder");
    says("has a version, or lacks one");
  }

  @Test
  void aRowThatChangesNothingShouldBeSeen() {
    write(row(docs, ROOT));
    write(row(docs, ROOT));
    says("changes nothing of");
  }

  @Test
  void nodesThatAreNotWhatTheJournalTellsShouldBeSeen() {
    NodeRow row = row(world.newNode(), ROOT);
    store(row, world.node(docs).written(row.revision(), row.revision()), Map.of());
    says("The journal replays to");
  }

  @Test
  void aLoopShouldBeSeen() {
    NodeId inner = world.laptop.makes(docs, "inner");
    write(row(docs, inner));
    says("lies in a loop");
  }

  @Test
  void twoOfOneNameShouldBeSeen() {
    NodeRow row = row(world.newNode(), ROOT);
    NodeState docsNow = world.node(docs);
    NodeState twin =
        new NodeState(
            row.node(),
            ROOT,
            docsNow.name(),
            NodeKind.FOLDER,
            null,
            false,
            row.revision(),
            row.revision());
    assertThatThrownBy(() -> store(row, twin, Map.of())).hasMessageContaining("share a place");
  }

  @Test
  void anAliasOfNoFolderShouldBeSeen() {
    NodeRow row = row(docs, ROOT);
    NodeState now = world.node(docs).written(row.revision(), row.revision());
    store(row, now, Map.of(world.newNode(), file));
    says("stands for");
  }

  @Test
  void aLostVersionShouldBeSeen() {
    workspace.prune(file, new VersionNumber(1));
    says("Version 1 of");
  }

  @Test
  void chunksThatAreNowhereInQuarantineOrCondemnedShouldBeSeen() {
    workspace.mark(chunk(), ChunkFacts.State.QUARANTINED);
    says("which is in quarantine");
    ChunkLocation at = workspace.chunks().get(chunk()).locations().iterator().next();
    PackId other = new PackId(new UUID(8, 8));
    workspace.condemn(other);
    workspace.move(
        chunk(), at.pack(), new ChunkLocation(at.hash(), other, 0, 0, 3, at.rawLength(), 0));
    says("lies in a condemned pack");
    workspace.chunks().remove(chunk());
    says("which is nowhere");
  }

  @Test
  void chunksOfAnotherLengthShouldBeSeen() {
    FileVersion wrong = version(2, 60);
    NodeRow row = row(file, docs, NodeKind.FILE, wrong, false);
    workspace.store(
        new CommitOutcome(
            null,
            List.of(row),
            List.of(),
            List.of(new StoredVersion(file, wrong, recipe(), Set.of())),
            Map.of(),
            List.of(),
            Set.of(),
            workspace.head()),
        world.laptop.id);
    write(again(row, 4, row.commit(), wrong));
    says("has chunks of 6 bytes");
  }

  private Recipe recipe() {
    return workspace.version(file, new VersionNumber(1)).recipe();
  }
}
