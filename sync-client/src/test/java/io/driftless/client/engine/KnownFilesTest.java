package io.driftless.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.files.EntryKind;
import io.driftless.client.files.FileStamp;
import io.driftless.client.tree.LocalEntry;
import io.driftless.client.tree.NodeState;
import io.driftless.client.tree.Place;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.NodeKind;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownFilesTest {

  private final KnownFiles files = new KnownFiles();

  private static NodeState at(int node, long key) {
    NodeId id = new NodeId(new UUID(1, node));
    FileStamp stamp = new FileStamp(EntryKind.FILE, 1, 2, 3, key, false);
    Place place = new Place(NodeId.ROOT, "name" + node);
    return NodeState.unknown(id).withLocal(new LocalEntry(place, null, NodeKind.FILE, stamp, null));
  }

  private void appears(NodeState state) {
    files.changed(NodeState.unknown(state.id()), state);
  }

  private void goes(NodeState state) {
    files.changed(state, NodeState.unknown(state.id()));
  }

  @Test
  void namesOfOneFileShouldBeKnownWhileThereAreSeveral() {
    NodeState one = at(1, 7);
    NodeState two = at(2, 7);
    appears(one);
    assertThat(files.sharing(7)).isEmpty();
    appears(two);
    appears(at(3, 8));
    assertThat(files.sharing(7)).containsExactlyInAnyOrder(one.id(), two.id());
    goes(two);
    assertThat(files.sharing(7)).isEmpty();
    assertThat(files.byKey(7)).as("the other name still has the file").isEqualTo(one.id());
    goes(one);
    assertThat(files.byKey(7)).isNull();
  }
}
