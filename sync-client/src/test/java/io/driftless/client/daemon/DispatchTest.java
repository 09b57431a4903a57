package io.driftless.client.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.link.LinkState;
import io.driftless.client.link.MessageLink.Delivery;
import io.driftless.client.link.MessageLink.Receiver;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DispatchTest {

  private static final ServerEpoch EPOCH = new ServerEpoch(new UUID(9, 9));
  private static final WorkspaceId A = new WorkspaceId(new UUID(1, 1));
  private static final WorkspaceId B = new WorkspaceId(new UUID(2, 2));
  private static final WorkspaceId ELSEWHERE = new WorkspaceId(new UUID(3, 3));

  private final List<WorkspaceId> gone = new ArrayList<>();
  private final Dispatch dispatch = new Dispatch(gone::add);

  private static final class Taker implements Receiver {
    private final List<Delivery> taken = new ArrayList<>();
    private final List<LinkState> states = new ArrayList<>();

    @Override
    public void received(Delivery delivery) {
      taken.add(delivery);
    }

    @Override
    public void stateChanged(LinkState state) {
      states.add(state);
    }
  }

  private static final class Sent implements Delivery {
    private final Message body;
    private int acknowledged;

    Sent(Message body) {
      this.body = body;
    }

    @Override
    public Envelope envelope() {
      return Envelope.of(EPOCH, body);
    }

    @Override
    public void acknowledge() {
      acknowledged++;
    }
  }

  private static Sent update(WorkspaceId workspace) {
    return new Sent(new Message.Update(workspace, Revision.NONE, Cursor.start(EPOCH), List.of()));
  }

  private static Sent rejected(WorkspaceId workspace) {
    PackId pack = new PackId(new UUID(5, 5));
    return new Sent(new Message.PackRejected(workspace, pack, "lies"));
  }

  @Test
  void rejectedPackShouldWaitForItsFolder() {
    Sent told = rejected(A);
    dispatch.received(told);
    folder(B);
    assertThat(told.acknowledged).isZero();
    assertThat(folder(A).taken).containsExactly(told);
    assertThat(told.acknowledged).as("the folder acknowledges").isZero();
  }

  @Test
  void rejectedPackShouldNotOutliveItsFolder() {
    Sent told = rejected(A);
    dispatch.received(told);
    dispatch.unlinked(B);
    assertThat(told.acknowledged).isZero();
    dispatch.unlinked(A);
    assertThat(told.acknowledged).isEqualTo(1);
    assertThat(folder(A).taken).isEmpty();
  }

  private Taker folder(WorkspaceId workspace) {
    Taker taker = new Taker();
    dispatch.add(workspace, taker);
    return taker;
  }

  @Test
  void messageShouldReachTheFolderOfItsWorkspaceOnly() {
    Taker a = folder(A);
    Taker b = folder(B);
    Sent sent = update(B);
    dispatch.received(sent);
    assertThat(a.taken).isEmpty();
    assertThat(b.taken).hasSize(1);
    assertThat(sent.acknowledged).isZero();
    b.taken.get(0).acknowledge();
    assertThat(sent.acknowledged).isEqualTo(1);
  }

  @Test
  void messageForAWorkspaceThatIsNotSyncedShouldNotStayInTheQueue() {
    Taker a = folder(A);
    Sent sent = update(ELSEWHERE);
    dispatch.received(sent);
    assertThat(a.taken).isEmpty();
    assertThat(sent.acknowledged).isEqualTo(1);
  }

  @Test
  void messageOfNoWorkspaceShouldReachAllAndBeAcknowledgedByTheLast() {
    Taker a = folder(A);
    Taker b = folder(B);
    Sent sent = new Sent(new Message.Unknown("new-kind"));
    dispatch.received(sent);
    a.taken.get(0).acknowledge();
    assertThat(sent.acknowledged).isZero();
    b.taken.get(0).acknowledge();
    assertThat(sent.acknowledged).isEqualTo(1);
  }

  @Test
  void folderThatBeginsShouldLearnHowTheLineStands() {
    dispatch.stateChanged(new LinkState.Up());
    Taker late = folder(A);
    assertThat(late.states).containsExactly(new LinkState.Up());
    dispatch.remove(A);
    dispatch.stateChanged(new LinkState.Down("unreachable", "No network."));
    assertThat(late.states).hasSize(1);
  }

  @Test
  void lostMembershipShouldBeToldToTheFolderAndToThePasses() {
    Taker a = folder(A);
    dispatch.received(new Sent(new Message.WorkspaceGone(A)));
    assertThat(a.taken).hasSize(1);
    assertThat(gone).containsExactly(A);
  }
}
