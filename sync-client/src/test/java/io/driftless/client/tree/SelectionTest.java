package io.driftless.client.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.tree.Selection.Standing;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private final Trees trees = new Trees((before, after) -> {});
  private long ids;

  @BeforeEach
  void makeTree() {
    NodeId photos = make(NodeId.ROOT, "photos", -1);
    make(make(photos, "2025", -1), "a", 5);
    make(make(photos, "2026", -1), "b", 7);
    make(photos, "c", 1);
    make(make(NodeId.ROOT, "docs", -1), "d", 3);
  }

  private NodeId make(NodeId parent, String name, long size) {
    NodeId node = new NodeId(new UUID(1, ++ids));
    FileVersion version =
        size < 0
            ? null
            : new FileVersion(
                new VersionNumber(1), size, new Sha256(ids, 0, 0, 0), 0, false, 1, null);
    trees.put(
        NodeState.unknown(node)
            .withRemote(
                new RemoteEntry(
                    new Place(parent, name),
                    size < 0 ? NodeKind.FOLDER : NodeKind.FILE,
                    version,
                    new Revision(ids),
                    false)));
    return node;
  }

  private Selection select(String verb, String path) {
    Selection selection = new Selection(trees);
    NodeId folder = selection.folderAt(path);
    assertThat(folder).as(path).isNotNull();
    if (verb.equals("hold")) {
      selection.hold(folder);
    } else {
      selection.leaveOut(folder);
    }
    trees.leaveOut(selection.leftOut());
    return new Selection(trees);
  }

  @Test
  void foldersShouldTellWhatIsInThem() {
    assertThat(select("leave", "photos/2025").folders(1))
        .containsExactly(
            new Selection.Folder("docs", Standing.HELD, 1, 3),
            new Selection.Folder("photos", Standing.PARTLY, 3, 13),
            new Selection.Folder("photos/2025", Standing.LEFT_OUT, 1, 5));
  }

  @Test
  void folderHeldInOneThatIsLeftOutShouldLeaveOutTheOthersInIt() {
    select("leave", "photos");
    assertThat(select("hold", "photos/2026").leftOut())
        .containsExactly(new Selection(trees).folderAt("photos/2025"));
  }

  @Test
  void choiceForAFolderShouldReplaceThoseInIt() {
    select("leave", "photos/2025");
    assertThat(select("leave", "photos").leftOut())
        .containsExactly(new Selection(trees).folderAt("photos"));
    select("leave", "photos/2026");
    assertThat(trees.leftOut()).hasSize(1);
    assertThat(select("hold", "photos").leftOut()).isEmpty();
  }

  @Test
  void folderThatWasMovedIntoOneThatIsLeftOutShouldBeHeldByName() {
    select("leave", "docs");
    select("leave", "photos/2025");
    NodeId moved = new Selection(trees).folderAt("docs");
    NodeId into = new Selection(trees).folderAt("photos/2025");
    NodeState state = trees.get(moved);
    trees.put(
        state.withRemote(
            new RemoteEntry(
                new Place(into, "docs"), NodeKind.FOLDER, null, new Revision(99), false)));
    assertThat(trees.isLeftOut(moved)).isTrue();
    select("hold", "photos/2025/docs");
    assertThat(trees.isLeftOut(moved)).isFalse();
  }

  @Test
  void pathsOfFilesAndOfNothingShouldBeNoFolders() {
    assertThat(new Selection(trees).folderAt("photos/c")).isNull();
    assertThat(new Selection(trees).folderAt("music")).isNull();
    assertThat(new Selection(trees).nodeAt("photos/c")).isNotNull();
  }
}
