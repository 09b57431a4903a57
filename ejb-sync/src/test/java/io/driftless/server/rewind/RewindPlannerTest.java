package io.driftless.server.rewind;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.api.OperationMessages.Step;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RewindPlannerTest {

  private final Map<NodeId, Spot> then = new HashMap<>();
  private final Map<NodeId, Spot> now = new HashMap<>();

  private static NodeId id(int number) {
    return new NodeId(new UUID(7, number));
  }

  private static Spot folder(NodeId parent, String name, boolean deleted) {
    return new Spot(parent, name, NodeKind.FOLDER, 0, deleted, 1);
  }

  private List<String> planned(NodeId top) {
    return new RewindPlanner(top, new SpotTree(then), new SpotTree(now))
        .plan(now.keySet()).stream().map(RewindPlannerTest::words).toList();
  }

  private static String words(Step step) {
    return step.action() + " " + step.node().value().getLeastSignificantBits();
  }

  @Test
  void whatWasMadeInAFolderThatIsGoneShouldNotComeBackWithIt() {
    then.put(id(1), folder(NodeId.ROOT, "gone", false));
    now.put(id(1), folder(NodeId.ROOT, "gone", true));
    now.put(id(2), folder(id(1), "made since", false));
    assertThat(planned(NodeId.ROOT)).containsExactly("RESTORE 1", "REMOVE 2");
  }

  @Test
  void foldersShouldComeBeforeWhatGoesIntoThem() {
    then.put(id(9), folder(NodeId.ROOT, "outer", false));
    then.put(id(5), folder(id(9), "inner", false));
    now.put(id(9), folder(NodeId.ROOT, "outer", true));
    now.put(id(5), folder(NodeId.ROOT, "elsewhere", false));
    now.put(id(1), folder(id(5), "new", false));
    assertThat(planned(NodeId.ROOT)).containsExactly("RESTORE 9", "MOVE 5", "REMOVE 1");
  }

  @Test
  void whatCameInShouldGoBackWithWhatIsInIt() {
    then.put(id(1), folder(NodeId.ROOT, "top", false));
    then.put(id(2), folder(NodeId.ROOT, "guest", false));
    now.put(id(1), folder(NodeId.ROOT, "top", false));
    now.put(id(2), folder(id(1), "guest", false));
    now.put(id(3), folder(id(2), "made since", false));
    assertThat(planned(id(1))).containsExactly("MOVE 2");
  }

  @Test
  void nothingShouldBeDoneOutsideOfTheFolder() {
    then.put(id(1), folder(NodeId.ROOT, "top", false));
    now.put(id(1), folder(NodeId.ROOT, "top renamed", false));
    now.put(id(2), folder(NodeId.ROOT, "beside", false));
    assertThat(planned(id(1))).isEmpty();
  }
}
