package io.driftless.client.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.files.FileSystemTraits;
import io.driftless.client.files.HeldNames;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.node.NodeKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiskNamesTest {

  private static final HeldNames WINDOWS = new HeldNames(true, false, false, true, 255);
  private static final HeldNames MAC = new HeldNames(true, true, false, false, 255);
  private static final HeldNames OLD_MAC = new HeldNames(true, true, true, false, 255);
  private static final HeldNames SHORT = new HeldNames(false, false, false, false, 143);
  private static final FileStamp STAMP = new FileStamp(EntryKind.FILE, 0, 0, 0, 0, false);

  private final Trees trees = new Trees(this::changed);
  private final DiskNames names = new DiskNames(trees);
  private long ids = 1;

  private void changed(NodeState before, NodeState after) {
    names.changed(before, after);
  }

  private void disk(HeldNames held) {
    names.adopt(FileSystemTraits.LINUX.with(held), trees);
  }

  private NodeId id() {
    return new NodeId(new UUID(0x7000, ids++));
  }

  private static Place root(String name) {
    return new Place(NodeId.ROOT, name);
  }

  /** Puts a node on the disk as the engine does; answers the name that it has there. */
  private String put(NodeId node, String name, NodeKind kind) {
    String shown = names.nameFor(node, root(name));
    show(node, name, DiskNames.asShown(root(name), shown), kind);
    return shown;
  }

  private void show(NodeId node, String name, @Nullable String shownAs, NodeKind kind) {
    trees.put(
        NodeState.unknown(node).withLocal(new LocalEntry(root(name), shownAs, kind, STAMP, null)));
  }

  private String put(String name) {
    return put(id(), name, NodeKind.FILE);
  }

  @Test
  void laterOfTwoCaseTwinsShouldGetTheLocalName() {
    disk(WINDOWS);
    assertThat(put("A.txt")).isEqualTo("A.txt");
    assertThat(put("a.txt")).isEqualTo("a\uf101.txt");
    assertThat(put("A.TXT")).isEqualTo("A\uf102.TXT");
  }

  @Test
  void normalFormsShouldBeTwinsOnlyWhereTheDiskTakesThemForOne() {
    disk(WINDOWS);
    assertThat(put("\u00e9")).isEqualTo("\u00e9");
    assertThat(put("e\u0301")).isEqualTo("e\u0301");
    disk(MAC);
    assertThat(names.nameFor(id(), root("e\u0301"))).isEqualTo("e\u0301\uf101");
  }

  @Test
  void ownNameShouldBeWantedAgainWhenTheObstacleHasGone() {
    disk(MAC);
    NodeId first = id();
    NodeId second = id();
    put(first, "Plan", NodeKind.FILE);
    put(second, "plan", NodeKind.FILE);
    assertThat(names.isShownWell(trees.get(second))).isTrue();
    assertThat(names.near(NodeId.ROOT, "Plan")).contains(second);

    trees.put(trees.get(first).withLocal(null));

    assertThat(names.isShownWell(trees.get(second))).isFalse();
    assertThat(names.nameFor(second, root("plan"))).isEqualTo("plan");
  }

  @Test
  void localNameShouldStayWhileSomebodyIsInTheWayWhoeverElseGoes() {
    disk(MAC);
    NodeId second = id();
    NodeId third = id();
    put("Plan");
    put(second, "plan", NodeKind.FILE);
    put(third, "PLAN", NodeKind.FILE);

    trees.put(trees.get(second).withLocal(null));

    assertThat(trees.get(third).local().diskName()).isEqualTo("PLAN\uf102");
    assertThat(names.isShownWell(trees.get(third))).isTrue();
  }

  @Test
  void nameThatIsBeingTakenShouldBeNobodyElses() {
    disk(WINDOWS);
    NodeId first = id();
    names.claim(first, NodeId.ROOT, "a.txt");
    assertThat(names.nameFor(id(), root("A.txt"))).isEqualTo("A\uf101.txt");
    assertThat(names.nameFor(first, root("a.txt"))).isEqualTo("a.txt");
    names.release(first);
    assertThat(names.nameFor(id(), root("A.txt"))).isEqualTo("A.txt");
  }

  @Test
  void nodeShouldBeFoundUnderTheNameThatItIsShownBy() {
    disk(WINDOWS);
    NodeId node = id();
    put(node, "what?", NodeKind.FILE);
    assertThat(names.at(NodeId.ROOT, "what\uf03f")).isEqualTo(node);
    assertThat(names.at(NodeId.ROOT, "what?")).isNull();
    assertThat(names.at(NodeId.ROOT, "WHAT\uf03f")).isNull();
    assertThat(names.meantBy(NodeId.ROOT, "else\uf03f")).isEqualTo("else?");
  }

  @Test
  void folderShouldChangeCaseByWayOfAnotherName() {
    disk(MAC);
    NodeId folder = id();
    put(folder, "Plan", NodeKind.FOLDER);
    String way = names.nameFor(folder, root("plan"));
    assertThat(way).isEqualTo("plan\uf101");

    show(folder, "plan", way, NodeKind.FOLDER);

    assertThat(names.isShownWell(trees.get(folder))).isFalse();
    assertThat(names.nameFor(folder, root("plan"))).isEqualTo("plan");
  }

  @Test
  void clientsOwnFolderShouldBeInTheWayInTheRootOnly() {
    disk(MAC);
    NodeId folder = id();
    assertThat(names.nameFor(id(), root(".DRIFTLESS"))).isEqualTo(".DRIFTLESS\uf101");
    put(folder, "f", NodeKind.FOLDER);
    assertThat(names.nameFor(id(), new Place(folder, ".DRIFTLESS"))).isEqualTo(".DRIFTLESS");
  }

  @Test
  void nameThatIsTooLongShouldBeCutAndKnownAgainByTheServersName() {
    disk(SHORT);
    String name = "x".repeat(200) + ".txt";
    NodeId node = id();
    String shown = names.nameFor(node, root(name));
    assertThat(shown.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(143);
    assertThat(shown).startsWith("xxx").endsWith(".txt").contains("\uf1ff");
    assertThat(names.meantBy(NodeId.ROOT, shown)).doesNotContain("\uf1ff");

    trees.put(
        NodeState.unknown(node)
            .withRemote(new RemoteEntry(root(name), NodeKind.FILE, null, new Revision(1), false)));

    assertThat(names.meantBy(NodeId.ROOT, shown)).isEqualTo(name);
  }

  @Test
  void decomposingDiskShouldLeadBackToTheServersForm() {
    disk(OLD_MAC);
    NodeId node = id();
    trees.put(
        NodeState.unknown(node)
            .withRemote(
                new RemoteEntry(root("e\u0301"), NodeKind.FILE, null, new Revision(1), false)));
    assertThat(names.nameFor(node, root("e\u0301"))).isEqualTo("\u00e9");
    assertThat(names.meantBy(NodeId.ROOT, "\u00e9")).isEqualTo("e\u0301");
    assertThat(names.meantBy(NodeId.ROOT, "\u00e8")).isEqualTo("\u00e8");
  }

  @Test
  void rootThatCameFromAnotherDiskShouldGetItsOwnNamesBack() {
    NodeId node = id();
    show(node, "a.txt", "a\uf101.txt", NodeKind.FILE);
    disk(HeldNames.EXACT);
    assertThat(names.at(NodeId.ROOT, "a\uf101.txt")).isEqualTo(node);
    assertThat(names.isShownWell(trees.get(node))).isFalse();
    assertThat(names.nameFor(node, root("a.txt"))).isEqualTo("a.txt");
  }
}
