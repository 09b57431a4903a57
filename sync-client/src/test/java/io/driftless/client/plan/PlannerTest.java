package io.driftless.client.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.tree.Place;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {

  private final PlannedWorld world = new PlannedWorld();

  private static Place root(String name) {
    return new Place(NodeId.ROOT, name);
  }

  private void settle() {
    world.settle(30);
    assertThat(world.disk()).isEqualTo(world.server());
  }

  /** Rings of moves, names of folders that come back, waits for a folder on its way out. */
  @ParameterizedTest
  @ValueSource(longs = {40166, 59226, 73488, 98886, 165726, 220198, 443354})
  void treesThatFailedOnceShouldConverge(long seed) {
    PlannerProperties.check(seed);
  }

  @Test
  void bothEditsShouldLeaveTwoFilesAndTheServersKeepsTheName() {
    NodeId file = world.bothHave(root("a.txt"), NodeKind.FILE, 1);
    world.localPut(file, root("a.txt"), NodeKind.FILE, 2);
    world.serverPut(file, root("a.txt"), NodeKind.FILE, 3);
    settle();
    assertThat(world.disk())
        .containsEntry("/a.txt", "3")
        .containsEntry("/a (conflicted copy, laptop, 2026-01-01).txt", "2");
  }

  @Test
  void equalEditsShouldBeNoConflict() {
    NodeId file = world.bothHave(root("a.txt"), NodeKind.FILE, 1);
    world.localPut(file, root("a.txt"), NodeKind.FILE, 2);
    world.serverPut(file, root("a.txt"), NodeKind.FILE, 2);
    settle();
    assertThat(world.disk()).containsOnlyKeys("/a.txt");
  }

  @Test
  void equalCreationsShouldBecomeOneFile() {
    world.localPut(world.newId(), root("a"), NodeKind.FILE, 2);
    world.serverPut(world.newId(), root("a"), NodeKind.FILE, 2);
    settle();
    assertThat(world.disk()).containsOnlyKeys("/a");
  }

  @Test
  void foldersOfTheSameNameShouldMerge() {
    NodeId here = world.newId();
    NodeId there = world.newId();
    world.localPut(here, root("f"), NodeKind.FOLDER, 0);
    world.localPut(world.newId(), new Place(here, "x"), NodeKind.FILE, 1);
    world.serverPut(there, root("f"), NodeKind.FOLDER, 0);
    world.serverPut(world.newId(), new Place(there, "y"), NodeKind.FILE, 2);
    settle();
    assertThat(world.disk()).containsOnlyKeys("/f", "/f/x", "/f/y");
  }

  @Test
  void editShouldBeatDeleteOnEitherSide() {
    NodeId one = world.bothHave(root("one"), NodeKind.FILE, 1);
    NodeId two = world.bothHave(root("two"), NodeKind.FILE, 2);
    world.localRemove(one);
    world.serverPut(one, root("one"), NodeKind.FILE, 3);
    world.localPut(two, root("two"), NodeKind.FILE, 4);
    world.serverRemove(two);
    settle();
    assertThat(world.disk()).containsEntry("/one", "3").containsEntry("/two", "4");
  }

  @Test
  void folderDeletedThereShouldKeepJustWhatWasAddedOrEditedHere() {
    NodeId folder = world.bothHave(root("f"), NodeKind.FOLDER, 0);
    NodeId edited = world.bothHave(new Place(folder, "edited"), NodeKind.FILE, 1);
    world.bothHave(new Place(folder, "old"), NodeKind.FILE, 2);
    world.localPut(edited, new Place(folder, "edited"), NodeKind.FILE, 3);
    world.localPut(world.newId(), new Place(folder, "new"), NodeKind.FILE, 4);
    world.serverRemove(folder);
    settle();
    assertThat(world.disk()).containsOnlyKeys("/f", "/f/edited", "/f/new");
  }

  @Test
  void folderDeletedHereShouldKeepJustWhatWasAddedOrEditedThere() {
    NodeId folder = world.bothHave(root("f"), NodeKind.FOLDER, 0);
    NodeId edited = world.bothHave(new Place(folder, "edited"), NodeKind.FILE, 1);
    world.bothHave(new Place(folder, "old"), NodeKind.FILE, 2);
    world.serverPut(edited, new Place(folder, "edited"), NodeKind.FILE, 3);
    world.localRemove(folder);
    settle();
    assertThat(world.disk()).containsOnlyKeys("/f", "/f/edited");
  }

  @Test
  void folderDeletedHereAndMovedElsewhereThereShouldComeBackWhole() {
    NodeId to = world.bothHave(root("to"), NodeKind.FOLDER, 0);
    NodeId folder = world.bothHave(root("f"), NodeKind.FOLDER, 0);
    NodeId inner = world.bothHave(new Place(folder, "inner"), NodeKind.FOLDER, 0);
    world.bothHave(new Place(inner, "file"), NodeKind.FILE, 1);
    world.localRemove(folder);
    world.serverMove(folder, new Place(to, "f"));
    settle();
    assertThat(world.disk()).containsOnlyKeys("/to", "/to/f", "/to/f/inner", "/to/f/inner/file");
  }

  /** Whatever order its nodes are planned in: the file has the lower id. */
  @Test
  void folderDeletedThereAndMovedElsewhereHereShouldStayWhole() {
    NodeId file = world.newId();
    NodeId inner = world.newId();
    NodeId to = world.bothHave(root("to"), NodeKind.FOLDER, 0);
    NodeId folder = world.bothHave(root("f"), NodeKind.FOLDER, 0);
    world.bothHave(inner, new Place(folder, "inner"), NodeKind.FOLDER, 0);
    world.bothHave(file, new Place(inner, "file"), NodeKind.FILE, 1);
    world.localMove(folder, new Place(to, "f"));
    world.serverRemove(folder);
    settle();
    assertThat(world.disk()).containsOnlyKeys("/to", "/to/f", "/to/f/inner", "/to/f/inner/file");
  }

  @Test
  void renameAndEditOfTheSameFileShouldBothHappen() {
    NodeId folder = world.bothHave(root("f"), NodeKind.FOLDER, 0);
    NodeId file = world.bothHave(new Place(folder, "x"), NodeKind.FILE, 1);
    world.localMove(folder, root("g"));
    world.serverPut(file, new Place(folder, "x"), NodeKind.FILE, 2);
    settle();
    assertThat(world.disk()).containsOnlyKeys("/g", "/g/x").containsEntry("/g/x", "2");
  }

  @Test
  void renamesOfTheSameNodeShouldEndWithTheServersName() {
    NodeId file = world.bothHave(root("a"), NodeKind.FILE, 1);
    world.localMove(file, root("here"));
    world.serverMove(file, root("there"));
    settle();
    assertThat(world.disk()).containsOnlyKeys("/there");
  }

  @Test
  void movesIntoEachOtherShouldLeaveTheServersAndUndoTheOther() {
    NodeId a = world.bothHave(root("a"), NodeKind.FOLDER, 0);
    NodeId b = world.bothHave(root("b"), NodeKind.FOLDER, 0);
    world.localMove(a, new Place(b, "a"));
    world.serverMove(b, new Place(a, "b"));
    settle();
    assertThat(world.disk()).containsOnlyKeys("/a", "/a/b");
  }

  @Test
  void swapHereShouldTravelAsOneGroup() {
    NodeId a = world.bothHave(root("a"), NodeKind.FILE, 1);
    NodeId b = world.bothHave(root("b"), NodeKind.FILE, 2);
    world.localMove(a, root("t"));
    world.localMove(b, root("a"));
    world.localMove(a, root("b"));
    settle();
    assertThat(world.disk()).containsEntry("/a", "2").containsEntry("/b", "1");
  }

  @Test
  void swapThereShouldBeCarriedOutHere() {
    NodeId a = world.bothHave(root("a"), NodeKind.FOLDER, 0);
    NodeId b = world.bothHave(root("b"), NodeKind.FOLDER, 0);
    world.bothHave(new Place(a, "in-a"), NodeKind.FILE, 1);
    world.serverMove(a, root("t"));
    world.serverMove(b, root("a"));
    world.serverMove(a, root("b"));
    settle();
    assertThat(world.disk()).containsOnlyKeys("/a", "/b", "/b/in-a");
  }

  @Test
  void conflictNamesShouldStayUniqueAndWithin255Bytes() {
    String longName = "ä".repeat(125) + ".txt";
    String first = ConflictNames.free(longName, "laptop", "2026-01-01", name -> false);
    String second = ConflictNames.free(longName, "laptop", "2026-01-01", first::equals);
    assertThat(first).endsWith(" (conflicted copy, laptop, 2026-01-01).txt");
    assertThat(second).endsWith(" (conflicted copy, laptop, 2026-01-01 2).txt");
    assertThat(first.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(255);
    assertThat(second.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(255);
  }

  private void leaveOut(NodeId... folders) {
    world.trees.leaveOut(Set.of(folders));
    world.settle(30);
    assertThat(world.disk()).isEqualTo(world.wanted());
  }

  @Test
  void leftOutFolderShouldGoOnceTheServerHasAllOfIt() {
    NodeId folder = world.bothHave(root("f"), NodeKind.FOLDER, 0);
    NodeId file = world.bothHave(new Place(folder, "edited"), NodeKind.FILE, 1);
    world.localPut(file, new Place(folder, "edited"), NodeKind.FILE, 2);
    world.localPut(world.newId(), new Place(folder, "new"), NodeKind.FILE, 3);
    world.bothHave(root("other"), NodeKind.FILE, 4);
    leaveOut(folder);
    assertThat(world.disk()).containsOnlyKeys("/other");
    assertThat(world.server()).containsEntry("/f/edited", "2").containsEntry("/f/new", "3");
    leaveOut();
    assertThat(world.disk()).hasSize(4);
  }

  @Test
  void newFolderAtTheNameOfOneThatIsLeftOutShouldGetAnotherName() {
    NodeId folder = world.bothHave(root("f"), NodeKind.FOLDER, 0);
    world.bothHave(new Place(folder, "old"), NodeKind.FILE, 1);
    leaveOut(folder);
    NodeId mine = world.newId();
    world.localPut(mine, root("f"), NodeKind.FOLDER, 0);
    world.localPut(world.newId(), new Place(mine, "new"), NodeKind.FILE, 2);
    leaveOut(folder);
    String name = "/f (conflicted copy, laptop, 2026-01-01)";
    assertThat(world.disk()).containsOnlyKeys(name, name + "/new");
    assertThat(world.server()).containsKey("/f/old").containsEntry(name + "/new", "2");
  }

  @Test
  void deletedFolderThatHoldsOneThatIsLeftOutShouldStayWithJustThat() {
    NodeId folder = world.bothHave(root("f"), NodeKind.FOLDER, 0);
    NodeId inner = world.bothHave(new Place(folder, "out"), NodeKind.FOLDER, 0);
    world.bothHave(new Place(inner, "kept"), NodeKind.FILE, 1);
    world.bothHave(new Place(folder, "goes"), NodeKind.FILE, 2);
    leaveOut(inner);
    world.localRemove(folder);
    leaveOut(inner);
    assertThat(world.server()).containsOnlyKeys("/f", "/f/out", "/f/out/kept");
  }

  @Test
  void whatIsMovedIntoALeftOutFolderElsewhereShouldGoAndWhatIsMovedOutShouldCome() {
    NodeId folder = world.bothHave(root("f"), NodeKind.FOLDER, 0);
    NodeId out = world.bothHave(new Place(folder, "out"), NodeKind.FILE, 1);
    NodeId into = world.bothHave(root("into"), NodeKind.FILE, 2);
    leaveOut(folder);
    world.serverMove(out, root("out"));
    world.serverMove(into, new Place(folder, "into"));
    world.serverMove(folder, root("renamed"));
    leaveOut(folder);
    assertThat(world.disk()).containsOnlyKeys("/out");
  }
}
